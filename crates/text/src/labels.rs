//! Names of inputs, stages, series, charts, units and presets, in the language of the user.

use super::words::Words;
use holdfast_scenario::{Input, Stage, Unit};

impl Words {
    /// The label of an input.
    pub fn input_label(&self, input: &Input) -> String {
        self.keyed_text("input.label", input.name)
    }

    /// The help text of an input.
    pub fn input_help(&self, input: &Input) -> String {
        self.keyed_text("input.help", input.name)
    }

    /// Says where the default of an input comes from.
    pub fn input_source(&self, input: &Input) -> String {
        self.keyed_text("source", input.source.name())
    }

    /// The name of a stage of a customer's life, such as "Acquire".
    pub fn stage(&self, stage: Stage) -> String {
        self.keyed_text("stage", stage.name())
    }

    /// The title of a tab, which shows one chart. `name` is the key of the tab, such as `fan`.
    pub fn tab(&self, name: &str) -> String {
        self.keyed_text("tab", name)
    }

    /// The name of a series. `name` is its key, such as `new_mrr`.
    pub fn series(&self, name: &str) -> String {
        self.keyed_text("series.name", name)
    }

    /// The name of a movement of MRR, such as "Expansion". `name` is the key of the quantity, such as `expansion_mrr`.
    pub fn movement(&self, name: &str) -> String {
        self.keyed_text("movement", name)
    }

    /// The name of a unit, as the page shows it after a number field. A plain number or a ratio has no name.
    pub fn unit(&self, unit: Unit, currency: &str) -> String {
        match unit {
            Unit::Share => self.unit_share(),
            Unit::SharePerMonth | Unit::GrowthPerMonth => self.unit_share_per_month(),
            Unit::CountPerMonth => self.unit_count_per_month(),
            Unit::Customers => self.unit_customers(),
            Unit::MoneyPerMonth => self.unit_money_per_month(currency),
            Unit::Money => self.unit_money(currency),
            Unit::Months => self.unit_months(),
            Unit::Ratio | Unit::Plain => String::new(),
        }
    }

    /// The label of a field of a question, such as the budget. `name` is the key of the field.
    pub fn question_input(&self, name: &str) -> String {
        self.keyed_text("question.input", name)
    }

    /// The title of a preset. `name` is the name of the preset, such as `leaky-bucket`.
    pub fn preset_title(&self, name: &str) -> String {
        self.keyed_text("preset.title", name)
    }

    /// The description of a preset. It says what the preset shows and what it leaves out. `name` is the name of the
    /// preset.
    pub fn preset_about(&self, name: &str) -> String {
        self.keyed_text("preset.about", name)
    }
}
