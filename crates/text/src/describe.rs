//! Descriptions of estimates, events, cards and survival curves.

use super::words::{Words, args};
use holdfast_scenario::playbook::{CARDS, Card, Origin};
use holdfast_scenario::{Action, Estimate, Event, LineStyle, Survival, Unit};

impl Words {
    /// Describes an estimate with its unit, for example "4%" or "3% to 5%".
    pub fn estimate_amount(&self, estimate: Estimate, unit: Unit) -> String {
        let amount = |value| self.locale().amount(unit.round_for_display(value), unit);
        match estimate {
            Estimate::Exact(value) => amount(value),
            Estimate::Range { low, high } => {
                self.range_shown(args::RangeShown { low: &amount(low), high: &amount(high) })
            }
        }
    }

    /// Describes the change that an event makes to its input, for example "Monthly churn × 0.5".
    pub fn event_change(&self, event: &Event) -> String {
        let (input, unit) = (self.input_label(event.input.input()), event.unit());
        // A negative amount to add is shown as a subtraction: "Monthly churn − 0.01", not "Monthly churn + −0.01".
        let (is_less, value) = match event.value {
            Estimate::Exact(value) if event.action == Action::Add && value < 0.0 => (true, Estimate::Exact(-value)),
            value => (false, value),
        };
        let amount = match value {
            Estimate::Exact(_) => self.estimate_amount(value, unit),
            Estimate::Range { .. } => ["(", &self.estimate_amount(value, unit), ")"].concat(),
        };
        let amount = match event.action {
            Action::Combine => self.event_of_rest(&amount),
            Action::Reduce => self.event_of_it(&amount),
            _ => amount,
        };
        let sign = match event.action {
            Action::Set => " = ",
            Action::Reduce => " − ",
            Action::Add if is_less => " − ",
            Action::Add | Action::Combine => " + ",
            Action::Multiply => " × ",
        };
        [&input, sign, &amount].concat()
    }

    /// Describes an event with its months, for example "From month 6, over 2 months: Monthly churn × 0.5".
    pub fn event_sentence(&self, event: &Event) -> String {
        let month = |month: u64| self.locale().number(month as f64);
        let ramp = if event.ramp_months > 0 { self.event_ramp(event.ramp_months as f64) } else { String::new() };
        let until = event.until_month.map(|until| self.event_until(&month(until))).unwrap_or_default();
        let from = month(event.from_month);
        self.event_description(args::EventDescription {
            change: &self.event_change(event),
            from: &from,
            ramp: &ramp,
            until: &until,
        })
    }

    /// Returns a short label of an event. An event of a card is labelled by card and input: "Cancel flow: Save rate".
    /// Any other event is labelled by input and first month: "Monthly churn from month 6".
    pub fn event_label(&self, event: &Event) -> String {
        let input = self.input_label(event.input.input());
        match event.card.and_then(|card| CARDS.get(card)) {
            Some(card) => [&self.card(card), ": ", &input].concat(),
            None => self.event_from(args::EventFrom { input: &input, month: &event.from_month.to_string() }),
        }
    }

    /// The name of a card of the playbook, which is a technique to win or keep customers.
    pub fn card(&self, card: &Card) -> String {
        self.keyed_text("card", card.name)
    }

    /// The description of a card of the playbook.
    pub fn card_about(&self, card: &Card) -> String {
        self.keyed_text("card.about", card.name)
    }

    /// Says where the amount of an event of a card comes from, such as an article. `None` means that the user typed the
    /// amount.
    pub fn origin(&self, origin: Option<Origin>) -> String {
        match origin {
            None => self.origin_own(),
            Some(Origin::Assumption) => self.origin_assumption(),
            Some(Origin::Article(source)) => self.origin_article(source),
            Some(Origin::AtMost(most, source)) => {
                let most = self.locale().amount(most, Unit::Share);
                self.origin_below(args::OriginBelow { most: &most, source })
            }
        }
    }

    /// The name of the action of an event, such as "Multiply by".
    pub fn action(&self, action: Action) -> String {
        self.keyed_text("action", action.name())
    }

    /// The name of a kind of survival curve.
    pub fn survival(&self, curve: Survival) -> String {
        self.keyed_text("survival.name", curve.name())
    }

    /// The help text of a kind of survival curve.
    pub fn survival_help(&self, curve: Survival) -> String {
        self.keyed_text("survival.help", curve.name())
    }

    /// The name of a colour of the palette, such as "Orange" for index 0.
    pub fn color(&self, index: u64) -> String {
        self.keyed_text("color", &index.to_string())
    }

    /// The name of a line style, such as "Dashed".
    pub fn line_style(&self, line: LineStyle) -> String {
        self.keyed_text("line", line.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use holdfast_scenario::Key;

    #[test]
    fn an_event_is_described_in_a_sentence() {
        let words = Words::english();
        let event = Event::neutral(Key::Churn, Action::Multiply, 6, Estimate::Exact(0.04));
        assert_eq!(words.event_sentence(&event), "From month 6: Monthly churn × 1");
        let event = Event { ramp_months: 2, until_month: Some(24), value: Estimate::Exact(0.5), ..event };
        assert_eq!(words.event_sentence(&event), "From month 6, over 2 months, until month 24: Monthly churn × 0.5");
        let event = Event { action: Action::Add, value: Estimate::Exact(-0.01), ramp_months: 1, ..event };
        assert_eq!(words.event_sentence(&event), "From month 6, over 1 month, until month 24: Monthly churn − 0.01");
        let range = Estimate::Range { low: 0.01, high: 0.02 };
        let event = Event { action: Action::Set, value: range, ramp_months: 0, until_month: None, ..event };
        assert_eq!(words.event_sentence(&event), "From month 6: Monthly churn = (0.01 to 0.02)");
        let event = Event { action: Action::Reduce, ..event };
        assert_eq!(words.event_sentence(&event), "From month 6: Monthly churn − (0.01 to 0.02) of it");
        let event = Event { action: Action::Combine, value: Estimate::Exact(0.1), ..event };
        assert_eq!(words.event_sentence(&event), "From month 6: Monthly churn + 0.1 of the rest");
    }
}
