//! Elements from data: what does not change while it is shown is written at once, as HTML. A view that follows signals
//! would be ten times the code. Texts stay texts: nothing that a user typed is ever read as markup.

/// Markup that is safe to show.
#[derive(Clone, Debug, Default)]
pub struct Html(String);

impl Html {
    /// A text.
    pub fn text(text: &str) -> Self {
        Self(escaped(text))
    }

    /// Markup that this program has written, and escaped where it had to.
    pub fn own(markup: String) -> Self {
        Self(markup)
    }

    /// An element. An attribute without a value is left out.
    pub fn tag(name: &str, attributes: &[(&str, &str)], inside: &[Html]) -> Self {
        let mut out = String::new();
        out.push('<');
        out.push_str(name);
        for (key, value) in attributes.iter().filter(|(_, value)| !value.is_empty()) {
            out.push(' ');
            out.push_str(key);
            out.push_str("=\"");
            out.push_str(&escaped(value));
            out.push('"');
        }
        out.push('>');
        for part in inside {
            out.push_str(&part.0);
        }
        if name != "input" {
            out.push_str("</");
            out.push_str(name);
            out.push('>');
        }
        Self(out)
    }

    /// An element with nothing but a text in it.
    pub fn of_text(name: &str, attributes: &[(&str, &str)], text: &str) -> Self {
        Self::tag(name, attributes, &[Self::text(text)])
    }

    /// One after the other.
    pub fn list(parts: Vec<Html>) -> Self {
        let mut out = String::new();
        for part in parts {
            out.push_str(&part.0);
        }
        Self(out)
    }

    /// For `inner_html`.
    pub fn into_string(self) -> String {
        self.0
    }
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            _ => out.push(c),
        }
    }
    out
}
