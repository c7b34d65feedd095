//! The line styles of scenarios. With different styles, a reader can distinguish the lines in a chart without colour.

/// The style of a scenario's line in charts. It has no effect on the simulation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LineStyle {
    #[default]
    Solid,
    Dashed,
    Dotted,
    DashDotted,
}

impl LineStyle {
    /// All styles.
    pub const ALL: [Self; 4] = [Self::Solid, Self::Dashed, Self::Dotted, Self::DashDotted];

    /// The snake_case name in study files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Solid => "solid",
            Self::Dashed => "dashed",
            Self::Dotted => "dotted",
            Self::DashDotted => "dash_dotted",
        }
    }

    /// The default line style for a colour, which is given as its index into the palette.
    pub fn of_color(color: u64) -> Self {
        Self::ALL[(color % Self::ALL.len() as u64) as usize]
    }
}
