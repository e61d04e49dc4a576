//! Names, blanks and comments at the start of a text.

use hcl_edit::Ident;

/// The length of the name that the text starts with, or zero.
pub(super) fn identifier(text: &str) -> usize {
    let mut len = 0;
    for it in text.chars() {
        let fits = match it {
            'a'..='z' | 'A'..='Z' | '_' => true,
            '0'..='9' | '-' => len > 0,
            _ if it.is_ascii() => false,
            _ if len > 0 => Ident::try_new(format!("_{it}")).is_ok(),
            _ => Ident::try_new(it.to_string()).is_ok(),
        };
        if !fits {
            break;
        }
        len += it.len_utf8();
    }
    len
}

/// The length of the `/* */` that the text starts with, if it ends.
pub(super) fn block_comment(text: &str) -> Option<usize> {
    text.get(2..)?.find("*/").map(|it| it + 4)
}

/// The length of the blanks and `/* */` that the text starts with, on one line or many.
pub(super) fn blanks(text: &str) -> usize {
    let mut len = 0;
    loop {
        let rest = &text[len..];
        let skipped = rest.len() - rest.trim_start_matches([' ', '\t']).len();
        len += skipped;
        if text[len..].starts_with("/*")
            && let Some(comment) = block_comment(&text[len..])
        {
            len += comment;
        } else {
            return len;
        }
    }
}

/// Whether what stands before the text is the key of an item.
pub(super) fn is_assignment(text: &str) -> bool {
    let rest = &text[blanks(text)..];
    rest.starts_with(':') || rest.starts_with('=') && !rest.starts_with("==")
}

/// Whether the text after a brace makes it a `for`.
pub(super) fn starts_for(text: &str) -> bool {
    let mut rest = text;
    loop {
        rest = rest[blanks(rest)..].trim_start();
        if rest.starts_with('#') || rest.starts_with("//") {
            rest = rest.find('\n').map_or("", |it| &rest[it..]);
        } else if !rest.starts_with("/*") || block_comment(rest).is_none() {
            return &rest[..identifier(rest)] == "for";
        }
    }
}

/// Where the line of an offset starts.
pub(super) fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |it| it + 1)
}
