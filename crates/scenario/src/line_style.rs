//! How a scenario's line is drawn, so that scenarios can be told apart without colour.

/// How a line is drawn. It has no say in what is simulated.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LineStyle {
    #[default]
    Solid,
    Dashed,
    Dotted,
    DashDotted,
}

impl LineStyle {
    /// Every style.
    pub const ALL: [Self; 4] = [Self::Solid, Self::Dashed, Self::Dotted, Self::DashDotted];

    /// snake_case, as in study files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Solid => "solid",
            Self::Dashed => "dashed",
            Self::Dotted => "dotted",
            Self::DashDotted => "dash_dotted",
        }
    }

    /// The style that goes with a colour of the palette, unless another one is chosen.
    pub fn of_color(color: u64) -> Self {
        Self::ALL[(color % Self::ALL.len() as u64) as usize]
    }
}
