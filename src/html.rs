//! Markup from templates: what does not change while it is shown is written at once, as HTML. A view that follows signals
//! is ten times the code. Texts stay texts: nothing that a user typed is ever read as markup.

/// Markup that is safe to show.
#[derive(Clone, Debug, Default)]
pub struct Html(String);

/// What a template is filled with.
pub enum Part<'a> {
    /// A text, also in an attribute between double quotes.
    Text(&'a str),
    /// Markup.
    Own(Html),
}

impl Html {
    /// Markup that this program has written, and escaped where it had to.
    pub fn own(markup: String) -> Self {
        Self(markup)
    }

    /// The template with its `{}` filled in, one after the other.
    pub fn fill(template: &'static str, parts: &[Part<'_>]) -> Self {
        let mut out = Self::default();
        out.add(template, parts);
        out
    }

    /// Adds a template, filled in.
    pub fn add(&mut self, template: &'static str, parts: &[Part<'_>]) {
        let mut parts = parts.iter();
        for (at, between) in template.split("{}").enumerate() {
            if at > 0 {
                match parts.next() {
                    Some(Part::Text(text)) => self.escape(text),
                    Some(Part::Own(html)) => self.0.push_str(&html.0),
                    None => {}
                }
            }
            self.0.push_str(between);
        }
    }

    fn escape(&mut self, text: &str) {
        for c in text.chars() {
            match c {
                '&' => self.0.push_str("&amp;"),
                '<' => self.0.push_str("&lt;"),
                '"' => self.0.push_str("&quot;"),
                _ => self.0.push(c),
            }
        }
    }

    /// For `inner_html`.
    pub fn into_string(self) -> String {
        self.0
    }
}
