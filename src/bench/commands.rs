//! Everything that can be done by a key, from a menu or in a dialog: one table, which all of these read.

use super::super::embed;
use super::super::files;
use super::super::keeping;
use super::super::notice;
use super::super::opening::{new_study, open_new};
use super::super::share::copy_link;
use super::super::theme::SCHEMES;
use super::super::view::Tab;
use super::super::words::window;
use super::{Bench, Dialog, dialog, gallery, header, present, recent};
use holdfast_text::Words;

/// One of them.
pub struct Command {
    pub name: &'static str,
    pub label: fn(&Words) -> String,
    /// The keys that do it, apart by spaces: "mod+shift+z" is Ctrl or Command with Shift and Z.
    pub keys: &'static str,
    /// Given the key that was pressed, or what its element says.
    pub run: fn(Bench, &str),
}

/// The command of this name.
pub fn find(name: &str) -> Option<&'static Command> {
    COMMANDS.iter().find(|command| command.name == name)
}

/// The table: first those that have keys, in the order of their list.
pub const COMMANDS: &[Command] = &[
    command("undo", Words::command_undo, "mod+z", |bench, _| undo(bench)),
    command("redo", Words::command_redo, "mod+shift+z mod+y", |bench, _| bench.app.redo()),
    command("open", Words::command_open, "mod+o", |bench, _| files::pick(bench.app)),
    command("save", Words::command_save, "mod+s", |bench, _| files::save(bench.app)),
    command("copy-link", Words::command_copy_link, "l", |bench, _| copy_link(bench.app)),
    // The browser has this key: it is in the list alone.
    command("print", Words::command_print, "mod+p", |_, _| drop(window().print())),
    command("duplicate", Words::command_duplicate, "d", |bench, _| bench.app.duplicate()),
    command("scenario", Words::command_scenario, "1 2 3 4 5 6 7 8", select),
    command("previous-chart", Words::command_previous_chart, "[", |bench, _| turn(bench, Tab::ALL.len() - 1)),
    command("next-chart", Words::command_next_chart, "]", |bench, _| turn(bench, 1)),
    command("present", Words::command_present, "p", |bench, _| present::enter(bench.view)),
    command("leave", Words::command_leave, "escape", |bench, _| present::leave(bench.view)),
    command("keys", Words::command_keys, "?", |bench, _| dialog::open(bench, Dialog::Keys)),
    command("new", Words::command_new, "", |bench, _| open_new(bench.app, new_study())),
    command("presets", Words::command_presets, "", |bench, _| dialog::open(bench, Dialog::Presets)),
    command("recent", Words::command_recent, "", |bench, _| dialog::open(bench, Dialog::Recent)),
    command("close", Words::dialog_close, "", |_, _| dialog::close()),
    command("preset", Words::header_presets, "", gallery::open),
    command("reopen", Words::notice_reopen, "", recent::open),
    command("save-text", Words::notice_save, "", |_, slot| recent::save(slot)),
    command("delete", Words::recent_delete, "", recent::delete),
    command("put-back", Words::notice_put_back, "", |bench, _| recent::put_back(bench)),
    command("title", Words::header_title, "", header::set_title),
    command("scheme", Words::view_scheme, "", |bench, value| {
        let chosen = SCHEMES.into_iter().find(|name| *name == value.trim());
        bench.scheme.scheme.set(chosen.unwrap_or(SCHEMES[0]));
    }),
    command("contrast", Words::view_contrast, "", |bench, _| bench.scheme.has_contrast.update(|on| *on = !*on)),
    command("single-keys", Words::keys_single, "", |bench, _| bench.switch_keys()),
    command("present-input", Words::present_input, "", present::choose),
    command("present-slide", Words::present_controls, "", present::slide),
    command("offer", Words::notice_recent, "", notice::take),
    command("copy-embed", Words::command_copy_embed, "", |bench, _| embed::copy_code(bench)),
    command("dismiss", Words::notice_dismiss, "", |bench, _| bench.app.notice.set(None)),
    command("not-kept", Words::header_not_kept, "", |bench, _| keeping::tell(bench.app)),
];

const fn command(name: &'static str, label: fn(&Words) -> String, keys: &'static str, run: fn(Bench, &str)) -> Command {
    Command { name, label, keys, run }
}

/// Texts that cannot be read are no step of their own: they go first.
fn undo(bench: Bench) {
    if bench.app.typed.with_untracked(|typed| typed.problems().next().is_some()) {
        bench.app.typed.update(|typed| *typed = Default::default());
    } else {
        bench.app.undo();
    }
}

fn select(bench: Bench, key: &str) {
    let count = bench.app.study.with_untracked(|study| study.scenarios.len());
    if let Ok(number) = key.parse::<usize>()
        && (1..=count).contains(&number)
    {
        bench.app.selected.set(number - 1);
    }
}

fn turn(bench: Bench, step: usize) {
    bench.view.tab.update(|tab| *tab = tab.turned(step));
}
