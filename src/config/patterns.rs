//! Patterns of paths, as `.gitignore` has them.

use ignore::gitignore::{Gitignore, GitignoreBuilder};

use crate::files;
use crate::syntax::SyntaxError;
use crate::text::Span;

/// Several patterns, the last that fits counting. None fits nothing.
#[derive(Debug)]
pub struct Patterns {
    matcher: Gitignore,
}

impl Patterns {
    pub fn new<'t>(
        patterns: impl IntoIterator<Item = (&'t str, Span)>,
    ) -> Result<Self, SyntaxError> {
        // Paths are matched as they stand; nothing is looked up.
        let mut builder = GitignoreBuilder::new("");
        let wrong = |span: Span, error: ignore::Error| {
            // The error repeats the pattern before it says what is wrong.
            let message = error.to_string();
            let reason = message.rsplit(": ").next().unwrap_or_default().to_owned();
            SyntaxError { span, message: format!("this is no pattern of paths: {reason}") }
        };
        let mut last = None;
        for (pattern, span) in patterns {
            builder.add_line(None, &whole(pattern)).map_err(|it| wrong(span, it))?;
            last = Some(span);
        }
        match (builder.build(), last) {
            (Ok(matcher), _) => Ok(Self { matcher }),
            (Err(error), Some(span)) => Err(wrong(span, error)),
            (Err(_), None) => Ok(Self { matcher: Gitignore::empty() }),
        }
    }

    pub fn is_empty(&self) -> bool {
        self.matcher.is_empty()
    }

    /// Whether a path below a folder fits, or a folder that it lies in.
    pub fn fit(&self, folder: &str, path: &str, is_folder: bool) -> bool {
        let below = files::between(folder, path);
        if below == "." || below.starts_with("..") || below.starts_with('/') {
            return false;
        }
        self.matcher.matched_path_or_any_parents(&below, is_folder).is_ignore()
    }
}

/// Everything in a folder is the folder.
fn whole(pattern: &str) -> String {
    match pattern.strip_suffix("/**") {
        None | Some("" | "!" | "**") => pattern.to_owned(),
        Some(folder) if folder.starts_with(['/', '!']) || folder.starts_with("**/") => {
            format!("{folder}/")
        }
        Some(folder) => format!("/{folder}/"),
    }
}

#[cfg(test)]
mod tests {
    use super::Patterns;
    use crate::text::{FileId, Span};

    #[test]
    fn patterns_fit_as_in_a_gitignore() {
        let span = Span::new(FileId(0), 0..0);
        for (patterns, path, fits) in [
            ("examples", "examples/a.tf", true),
            ("examples", "modules/x/examples/a.tf", true),
            ("/examples", "modules/x/examples/a.tf", false),
            ("examples/", "examples", true),
            ("examples/**", "examples", true),
            ("examples/**", "examples/a/b.tf", true),
            ("examples/**", "modules/examples/b.tf", false),
            ("**/examples/**", "modules/examples/b.tf", true),
            ("**/*.yaml", "a/b.yaml", true),
            ("*.yaml", "a/b.yaml", true),
            ("a/*.yaml", "a/b/c.yaml", false),
            ("envs !envs/prod", "envs/prod/main.tf", false),
            ("envs !envs/prod", "envs/dev/main.tf", true),
            ("envs", "../envs/a.tf", false),
            ("**", ".", false),
            ("", "a", false),
        ] {
            let list = patterns.split_whitespace().map(|it| (it, span));
            let them = Patterns::new(list).expect("patterns");
            let is_folder = !path.contains(".tf") && !path.contains(".yaml");
            assert_eq!(them.fit(".", path, is_folder), fits, "{patterns} {path}");
        }
        let below = Patterns::new([("/x", span)]).expect("a pattern");
        assert!(below.fit("../a", "../a/x/y.tf", false));
        assert!(below.fit("a/b", "a/b/x", true));
        assert!(!below.fit("a/b", "x", true));
        let wrong = Patterns::new([("a{", span)]).expect_err("no pattern");
        assert_eq!(
            wrong.message,
            "this is no pattern of paths: unclosed alternate group; missing '}' (maybe escape '{' with '[{]'?)"
        );
    }
}
