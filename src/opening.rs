//! Which study the page opens with, and what happens when another one comes in later.

use super::embed;
use super::listen::listen;
use super::model::App;
use super::notice::{Notice, Offer};
use super::store;
use super::words::{window, words};
use holdfast_scenario::{ErrorKind, Scenario, Study, ValidationError, file, link, presets};
use holdfast_text::args::{NoticeFileProblem, NoticePreset};
use wasm_bindgen::JsValue;

/// What to start with.
pub struct Opening {
    pub study: Study,
    pub slot: String,
    pub notice: Option<Notice>,
}

/// A link's study where there is a sound one; else the last one from the store; else the first preset.
pub fn open() -> Opening {
    let own = open_own();
    let Some(linked) = linked() else { return own };
    match linked {
        Ok(study) => {
            let own = store::current();
            Opening { slot: slot_beside(own.as_deref(), &study), study, notice: own.map(from_link) }
        }
        Err(bad) => Opening { notice: Some(bad), ..own },
    }
}

/// A slot for a study that came from elsewhere: never the one of the user's own, even where both are the same so far.
fn slot_beside(own: Option<&str>, study: &Study) -> String {
    let slot = store::slot_for(study);
    if own == Some(slot.as_str()) { store::new_slot() } else { slot }
}

fn from_link(own_slot: String) -> Notice {
    Notice::offering(words().notice_from_link(), Offer::Reopen(own_slot))
}

/// What a link holds can be saved where it is a text at all: a newer version may read it.
fn bad_link(problems: &[ValidationError], text: Option<String>) -> Notice {
    let offers = text.into_iter().map(Offer::Save).collect();
    Notice { details: lines(problems), offers, text: words().notice_bad_link() }
}

/// The first problems in words, each with its place.
pub fn lines(problems: &[ValidationError]) -> Vec<String> {
    const MAX: usize = 6;
    let line = |problem: &ValidationError| {
        let (place, problem) = (problem.path.to_string(), words().error_message(problem));
        words().notice_file_problem(NoticeFileProblem { place: &place, problem: &problem })
    };
    problems.iter().take(MAX).map(line).collect()
}

/// The user's own study. What cannot be read stays where it is, and is offered as a file.
fn open_own() -> Opening {
    let first = &presets::ALL[0];
    let preset = |notice| {
        let study = (first.study)();
        Opening { slot: store::slot_for(&study), study, notice: Some(notice) }
    };
    let kept = store::current().and_then(|slot| Some((store::read(&slot)?, slot)));
    let Some((text, slot)) = kept else {
        // A first visit: say what there is to see.
        return preset(about_preset(first.name));
    };
    match readable(&text) {
        Ok(study) => Opening { study, slot, notice: None },
        Err(problems) => {
            let offers = vec![Offer::Save(text)];
            preset(Notice { details: lines(&problems), offers, text: words().notice_broken_store() })
        }
    }
}

/// The study in the page's own address, if it holds one. The study is then taken off the address: a reload goes on with
/// what has become of it.
fn linked() -> Option<Result<Study, Notice>> {
    let text = link::decode(&window().location().hash().ok()?)?;
    if !embed::is_on() {
        clear_address();
    }
    let open = |text: String| match file::open(&text) {
        Ok(study) => Ok(study.source().clone()),
        Err(problems) => Err(bad_link(&problems, Some(text))),
    };
    Some(text.map_err(|problem| bad_link(&[problem], None)).and_then(open))
}

/// Puts the study into the page's own address, where what the store does not take outlives a reload.
pub fn keep_in_address(study: &Study) {
    show_address(&address_of(study));
}

/// Takes the study off the page's own address.
pub fn clear_address() {
    show_address(&address());
}

fn show_address(address: &str) {
    if let Ok(history) = window().history() {
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(address));
    }
}

/// The address that reproduces the study anywhere.
pub fn address_of(study: &Study) -> String {
    format!("{}#{}", address(), link::encode(study))
}

/// The page's address without a fragment.
fn address() -> String {
    let here = window().location().href().unwrap_or_default();
    here.split('#').next().unwrap_or_default().to_string()
}

/// Follows links that are opened while the page is open.
pub fn follow(app: App) {
    listen("hashchange", move |_| match linked() {
        None => {}
        Some(Ok(study)) => {
            let own = app.slot.get_untracked();
            app.replace(slot_beside(Some(&own), &study), study);
            app.notice.set((!embed::is_on()).then(|| from_link(own)));
        }
        Some(Err(bad)) => app.notice.set(Some(bad)),
    });
}

/// What there is to see in a preset.
pub fn about_preset(name: &str) -> Notice {
    let (title, about) = (words().preset_title(name), words().preset_about(name));
    Notice::new(words().notice_preset(NoticePreset { title: &title, about: &about }))
}

/// Opens another study in a slot of its own.
pub fn open_new(app: App, study: Study) {
    app.replace(store::slot_for(&study), study);
}

/// Goes back to what a slot of the store holds.
pub fn reopen(app: App, slot: &str) {
    if let Some(Ok(study)) = store::read(slot).map(|text| readable(&text)) {
        app.replace(slot.into(), study);
    }
}

/// A study to begin with: one scenario, nothing else.
pub fn new_study() -> Study {
    let scenarios = vec![Scenario { name: words().scenario_first(), ..Scenario::default() }];
    Study { scenarios, ..Study::default() }
}

/// Whether nobody has changed it: then it need not be found again.
pub fn is_untouched(study: &Study) -> bool {
    presets::ALL.iter().any(|preset| (preset.study)() == *study) || new_study() == *study
}

/// The study of a file as far as the page can show it, perhaps with problems beside its fields; or what keeps it from
/// that, such as lists of a length that no page could show.
pub fn readable(text: &str) -> Result<Study, Vec<ValidationError>> {
    let (study, mut problems) = file::read(text).map_err(|problem| vec![problem])?;
    if problems.is_empty() {
        problems.extend(study.check().err().into_iter().flatten().filter(is_unshowable));
    }
    if problems.is_empty() { Ok(study) } else { Err(problems) }
}

/// Factors of the year are shown in one field, however many there are.
fn is_unshowable(problem: &ValidationError) -> bool {
    matches!(problem.kind, ErrorKind::Count { .. }) && !problem.path.to_string().ends_with("seasonality")
}
