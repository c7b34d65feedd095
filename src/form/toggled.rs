//! What an input was before it became a range or one number, so that the switch leads back to it.

use super::super::live::Live;
use holdfast_scenario::{Estimate, FieldPath, Input};

/// What each switch has made of what, in the context of every view.
#[derive(Clone, Copy, Default)]
pub struct Toggled(Live<Vec<Switched>>);

#[derive(Clone)]
struct Switched {
    place: FieldPath,
    from: Estimate,
    to: Estimate,
}

impl Toggled {
    /// The other shape: what it was before, where nothing has changed it since.
    pub fn toggle(self, input: &Input, place: &FieldPath, from: Estimate) -> Estimate {
        let before = self.0.with_untracked(|known| {
            let is_here = |switched: &&Switched| switched.place == *place && switched.to == from;
            known.iter().find(is_here).map(|switched| switched.from)
        });
        let to = before.unwrap_or_else(|| from.toggled(input));
        self.0.update(|known| {
            known.retain(|switched| switched.place != *place);
            known.push(Switched { place: place.clone(), from, to });
        });
        to
    }
}
