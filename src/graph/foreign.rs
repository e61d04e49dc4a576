//! Files of modules that somebody else wrote.

use std::sync::Arc;

use crate::text::Span;

/// Where the file of a foreign module lies.
#[derive(Clone, Debug)]
pub enum Foreign {
    /// Where `terraform init` put it.
    Installed,
    /// Nowhere: it is what this tool knows of the module.
    Described(Arc<Description>),
}

/// What is known of a module that is not at hand.
#[derive(Debug)]
pub struct Description {
    pub text: Arc<str>,
    /// The blocks, each with the release that it holds from.
    pub since: Vec<(Span, Arc<str>)>,
}

impl Description {
    /// What to say of a value that stands in the description itself; none for what is worked out,
    /// and for what stands for nothing.
    pub fn default_at(&self, span: Span) -> Option<String> {
        let text = self.text.get(span.range())?;
        let is_plain = text.starts_with(['"', '[']) || text.parse::<f64>().is_ok();
        if !(is_plain || matches!(text, "true" | "false")) {
            return None;
        }
        let shown = text.trim_matches('"');
        let since = self.since.iter().find(|(block, _)| block.holds(span));
        let since = since.map_or(String::new(), |(_, it)| format!(", since release {it}"));
        Some(format!("this module's default is `{shown}`{since}"))
    }
}
