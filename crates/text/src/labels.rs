//! Names of inputs, stages, units, series, charts and presets.

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

    /// The source of an input's default.
    pub fn input_source(&self, input: &Input) -> String {
        self.keyed_text("source", input.source.name())
    }

    /// The name of a stage of the customer's life.
    pub fn stage(&self, stage: Stage) -> String {
        self.keyed_text("stage", stage.name())
    }

    /// The title of a chart's tab, by the tab's key.
    pub fn tab(&self, name: &str) -> String {
        self.keyed_text("tab", name)
    }

    /// The name of a series, by its key.
    pub fn series(&self, name: &str) -> String {
        self.keyed_text("series.name", name)
    }

    /// The name of a movement of MRR, by the key of its quantity.
    pub fn movement(&self, name: &str) -> String {
        self.keyed_text("movement", name)
    }

    /// The name of a unit, as shown after a number field.
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

    /// The label of an input of a question, such as a goal or a budget, by its key.
    pub fn question_input(&self, name: &str) -> String {
        self.keyed_text("question.input", name)
    }

    /// The title of a preset, by the preset's name.
    pub fn preset_title(&self, name: &str) -> String {
        self.keyed_text("preset.title", name)
    }

    /// The description of a preset: what it shows and what it leaves out.
    pub fn preset_about(&self, name: &str) -> String {
        self.keyed_text("preset.about", name)
    }
}
