//! What to do: what matters most, what a lever is worth, how to reach a goal, what the playbook brings. Charts of it are tabs
//! beside the others; all else has a section of its own. Everything is about the selected scenario.

mod asking;
mod brought;
mod contest;
mod goal;
mod map;
mod matters;
mod plan;
mod playbook;
mod search;
mod technique;
mod wish;
mod wish_field;
mod worth;

use super::model::App;
use super::view::{Tab, View};
use asking::Topic;
pub use contest::{caption as contest_caption, contest, legend as contest_legend, tools as contest_tools};
pub use goal::goal;
use holdfast_scenario::CheckedStudy;
pub use map::{map, tools as map_tools};
pub use matters::{caption as matters_caption, matters, tools as matters_tools};
use playbook::Playbook;
pub use playbook::playbook;
use std::sync::Arc;
pub use wish::{Want, Wishes};
pub use wish_field::WISHES;
pub use worth::worth;

/// What the workers are asked about for charts, and what they have answered.
#[derive(Clone, Copy)]
pub struct Advice {
    tornado: Topic,
    shares: Topic,
    map: Topic,
    contest: Topic,
    playbook: Playbook,
}

impl Advice {
    /// Nothing asked yet.
    pub fn new() -> Self {
        let [tornado, shares, map, contest] = [(); 4].map(|()| Topic::new());
        Self { tornado, shares, map, contest, playbook: Playbook::new() }
    }

    /// Whether answers for a chart are on their way.
    pub fn is_busy(self, tab: Tab) -> bool {
        let topics: &[Topic] = match tab {
            Tab::Matters => &[self.tornado, self.shares],
            Tab::Map => &[self.map],
            Tab::Contest => &[self.contest],
            _ => &[],
        };
        topics.iter().any(|topic| topic.is_busy.get())
    }

    /// Follows the study and what is looked at.
    pub fn follow(self, app: App, view: View) {
        self.tornado.follow(app, move || matters::questions(app, view, matters::BARS));
        self.shares.follow(app, move || matters::questions(app, view, matters::SHARES));
        self.map.follow(app, move || map::questions(app, view));
        self.contest.follow(app, move || contest::questions(app, view));
        self.playbook.follow(app);
    }
}

/// The study as if it had the selected scenario alone.
fn alone(app: App) -> Arc<CheckedStudy> {
    let index = app.selected_index();
    app.checked.with(|study| Arc::new(study.only_scenario(index.min(study.scenarios().len() - 1))))
}
