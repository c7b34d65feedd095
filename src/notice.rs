//! What the user should know, in a bar below the header, until dismissed.

use super::bench::{Bench, Dialog, open_dialog};
use super::download;
use super::files;
use super::html::{
    Html,
    Part::{Own, Text},
};
use super::listen::{by_id, listen, whenever};
use super::model::App;
use super::opening;
use super::store;
use super::words::{window, words};
use holdfast_scenario::{FieldPath, Study};
use web_sys::Event;

/// Something the user should know.
#[derive(Clone, Debug, PartialEq)]
pub struct Notice {
    pub text: String,
    /// Lines below the text, such as the problems of a file.
    pub details: Vec<String>,
    pub offers: Vec<Offer>,
}

/// What a notice offers to do.
#[derive(Clone, Debug, PartialEq)]
pub enum Offer {
    /// Go back to the study in this slot of the store.
    Reopen(String),
    /// Save a text that could not be read.
    Save(String),
    /// A text to copy by hand.
    Copy(String),
    /// Save the study that is open.
    SaveStudy,
    /// Show the studies that are kept.
    Recent,
    /// Keep this text again, which was deleted.
    PutBack(String),
    /// Go back to this state of the study.
    Back(Box<Study>),
    /// Go over to the newer build of the page.
    Update,
}

impl Notice {
    pub fn new(text: String) -> Self {
        Self { text, details: Vec::new(), offers: Vec::new() }
    }

    pub fn offering(text: String, offer: Offer) -> Self {
        Self { offers: vec![offer], ..Self::new(text) }
    }

    /// A simulation broke off; nothing is known of the reason where a worker ended without a word.
    pub fn failed(reason: &str) -> Self {
        let reason = if reason.is_empty() { words().notice_worker_lost() } else { reason.into() };
        Self::new(words().notice_simulation_failed(&reason))
    }

    /// Whether it still matters when another study is open: it holds a text that would be lost, or is of no study.
    pub fn outlives_study(&self) -> bool {
        self.offers.iter().any(|offer| matches!(offer, Offer::Save(_) | Offer::PutBack(_) | Offer::Update))
    }
}

impl Offer {
    fn label(&self) -> String {
        match self {
            Self::Reopen(_) => words().notice_reopen(),
            Self::Save(_) | Self::SaveStudy => words().notice_save(),
            Self::Copy(_) => words().notice_link_by_hand(),
            Self::Recent => words().notice_recent(),
            Self::PutBack(_) => words().notice_put_back(),
            Self::Back(_) => words().notice_undo(),
            Self::Update => words().notice_update(),
        }
    }

    /// Does it.
    pub fn take(&self, bench: Bench) {
        match self {
            Self::Reopen(slot) => opening::reopen(bench.app, slot),
            Self::Save(text) => download::text("holdfast-study.json", "application/json", text),
            Self::Copy(_) => {}
            Self::SaveStudy => files::save(bench.app),
            Self::Recent => open_dialog(bench, Dialog::Recent),
            Self::PutBack(text) => {
                if !store::write(&store::new_slot(), text) {
                    // The notice holds the only copy of the study, so it stays until the study is safe.
                    let offers = vec![self.clone(), Self::Save(text.clone())];
                    let failed = Notice { offers, ..Notice::new(words().notice_put_back_failed()) };
                    bench.app.notice.set(Some(failed));
                    return;
                }
            }
            Self::Back(study) => {
                bench.app.typed.set(Default::default());
                bench.app.seal();
                bench.app.edit(&FieldPath::file(), |now| *now = (**study).clone());
                bench.app.seal();
            }
            Self::Update => drop(Event::new("update").map(|event| window().dispatch_event(&event))),
        }
        // What was saved may have to be saved again; everything else is done.
        if !matches!(self, Self::Save(_) | Self::SaveStudy) {
            bench.app.notice.set(None);
        }
    }
}

/// Id of the bar.
pub const BAR: &str = "notice";

/// Keeps the bar up with what is to be told.
pub fn follow(app: App) {
    whenever(move || {
        let html = app.notice.with(|notice| notice.as_ref().map(html).unwrap_or_default());
        if let Some(bar) = by_id(BAR) {
            bar.set_inner_html(&html.into_string());
        }
    });
    // `offline.js` says it again until it is heard: it never takes the place of something else.
    listen("update-ready", move |event| {
        if app.notice.with_untracked(Option::is_none) {
            app.notice.set(Some(Notice::offering(words().notice_update_ready(), Offer::Update)));
            event.prevent_default();
        }
    });
}

fn html(notice: &Notice) -> Html {
    let mut lines = Html::default();
    for line in &notice.details {
        lines.add("<li>{}</li>", &[Text(line)]);
    }
    let mut out =
        Html::fill("<div class=notice-body tabindex=0><p>{}</p><ul>{}</ul></div>", &[Text(&notice.text), Own(lines)]);
    for (at, offer) in notice.offers.iter().enumerate() {
        let (label, at) = (offer.label(), at.to_string());
        match offer {
            Offer::Copy(text) => {
                out.add("<input type=text readonly aria-label=\"{}\" value=\"{}\">", &[Text(&label), Text(text)]);
            }
            _ => out.add("<button type=button data-do=offer data-of=\"{}\">{}</button>", &[Text(&at), Text(&label)]),
        }
    }
    let dismiss = "<button type=button class=dismiss data-do=dismiss aria-label=\"{}\" title=\"{}\">×</button>";
    let label = words().notice_dismiss();
    out.add(dismiss, &[Text(&label), Text(&label)]);
    out
}

/// Takes up the offer at this place in the list.
pub fn take(bench: Bench, at: &str) {
    let notice = bench.app.notice.get_untracked();
    if let (Some(notice), Ok(at)) = (notice, at.parse::<usize>())
        && let Some(offer) = notice.offers.get(at)
    {
        offer.take(bench);
    }
}
