//! The patterns of `fileset`.

use regex::{Regex, RegexBuilder};

use crate::tf::limits::{MAX_PATTERN, MAX_REGEX};

/// A regular expression for paths that a pattern matches; none for a pattern that is none.
/// <https://developer.hashicorp.com/terraform/language/functions/fileset>
pub(super) fn compile(pattern: &str) -> Option<Regex> {
    if pattern.len() > MAX_PATTERN {
        return None;
    }
    let mut out = String::from("^");
    let mut chars = pattern.chars().peekable();
    let mut groups = 0;
    while let Some(it) = chars.next() {
        match it {
            '*' if chars.peek() == Some(&'*') => {
                chars.next();
                match chars.next_if_eq(&'/') {
                    Some(_) => out.push_str("(?:[^/]*/)*"),
                    None => out.push_str(".*"),
                }
            }
            '*' => out.push_str("[^/]*"),
            '?' => out.push_str("[^/]"),
            '{' => {
                groups += 1;
                out.push_str("(?:");
            }
            '}' if groups > 0 => {
                groups -= 1;
                out.push(')');
            }
            ',' if groups > 0 => out.push('|'),
            '[' => class(&mut chars, &mut out)?,
            '\\' => out.push_str(&regex::escape(&chars.next()?.to_string())),
            it => out.push_str(&regex::escape(it.encode_utf8(&mut [0; 4]))),
        }
    }
    out.push('$');
    let built = RegexBuilder::new(&out).size_limit(MAX_REGEX).dot_matches_new_line(true).build();
    built.ok().filter(|_| groups == 0)
}

/// `[a-z]`, `[^a-z]`, up to and with the bracket.
fn class(chars: &mut std::iter::Peekable<std::str::Chars<'_>>, out: &mut String) -> Option<()> {
    out.push('[');
    if chars.next_if(|it| matches!(it, '^' | '!')).is_some() {
        out.push('^');
    }
    loop {
        match chars.next()? {
            ']' => break,
            '-' => out.push('-'),
            '\\' => out.push_str(&regex::escape(&chars.next()?.to_string())),
            '/' => return None,
            it => match it.is_alphanumeric() {
                true => out.push(it),
                false => out.push_str(&format!("\\u{{{:x}}}", u32::from(it))),
            },
        }
    }
    out.push(']');
    Some(())
}

#[cfg(test)]
mod tests {
    use super::compile;

    #[test]
    fn patterns_match_paths() {
        for (pattern, path, matches) in [
            ("*.txt", "a.txt", true),
            ("*.txt", "a/b.txt", false),
            ("**", "a/b.txt", true),
            ("**/*.txt", "b.txt", true),
            ("**/*.txt", "a/c/b.txt", true),
            ("a/**", "b/a", false),
            ("{x,y}.*", "y.json", true),
            ("{x,y}.*", "z.json", false),
            ("?[0-9].t", "a1.t", true),
            ("[^a].t", "a.t", false),
            ("a.t", "aXt", false),
        ] {
            assert_eq!(compile(pattern).unwrap().is_match(path), matches, "{pattern} {path}");
        }
        assert!(compile("{a").is_none() && compile("[a").is_none());
    }
}
