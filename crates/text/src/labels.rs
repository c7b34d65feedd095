//! Names of inputs, stages, units, series, charts and presets.

use super::words::Words;
use holdfast_scenario::{Input, Stage, Unit};

impl Words {
    /// An input's label.
    pub fn input_label(&self, input: &Input) -> String {
        self.keyed_text("input.label", input.name)
    }

    /// What an input means.
    pub fn input_help(&self, input: &Input) -> String {
        self.keyed_text("input.help", input.name)
    }

    /// Where an input's default comes from.
    pub fn input_source(&self, input: &Input) -> String {
        self.keyed_text("source", input.source.name())
    }

    /// The name of a stage of the customer's life.
    pub fn stage(&self, stage: Stage) -> String {
        self.keyed_text("stage", stage.name())
    }

    /// The name of a chart's tab, by the tab's own name.
    pub fn tab(&self, name: &str) -> String {
        self.keyed_text("tab", name)
    }

    /// The name of a series, by its own name.
    pub fn series(&self, name: &str) -> String {
        self.keyed_text("series.name", name)
    }

    /// A movement of MRR, by the name of its quantity.
    pub fn movement(&self, name: &str) -> String {
        self.keyed_text("movement", name)
    }

    /// A unit, as it stands behind a number field.
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

    /// What is wished beside the study, by its name.
    pub fn question_input(&self, name: &str) -> String {
        self.keyed_text("question.input", name)
    }

    /// A preset's title, by its name.
    pub fn preset_title(&self, name: &str) -> String {
        self.keyed_text("preset.title", name)
    }

    /// What a preset shows and what it leaves unsaid.
    pub fn preset_about(&self, name: &str) -> String {
        self.keyed_text("preset.about", name)
    }
}
