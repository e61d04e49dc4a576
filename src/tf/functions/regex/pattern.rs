//! What RE2 writes, as Rust's regular expressions have it.

/// The same expression for Rust. The differences that occur: `\d`, `\w`, `\s` and `\b` are of
/// ASCII, a brace that repeats nothing is a character, `\Q…\E` is literal, and within brackets
/// another bracket, `&&`, `--` and `~~` are characters.
pub(super) fn translated(pattern: &str) -> String {
    let mut out = String::new();
    let mut rest = pattern;
    let mut in_class = false;
    while let Some(it) = rest.chars().next() {
        if it == '\\' {
            rest = escape(&rest[1..], in_class, &mut out);
            continue;
        }
        let after = &rest[it.len_utf8()..];
        match it {
            '[' if in_class => match rest.find(":]").filter(|_| after.starts_with(':')) {
                Some(end) => {
                    out.push_str(&rest[..end + 2]);
                    rest = &rest[end + 2..];
                    continue;
                }
                None => out.push_str("\\["),
            },
            '[' => {
                in_class = true;
                out.push('[');
                let (negation, inner) = match after.strip_prefix('^') {
                    Some(it) => ("^", it),
                    None => ("", after),
                };
                out.push_str(negation);
                // A bracket that closes nothing yet is a character.
                rest = match inner.strip_prefix(']') {
                    Some(inner) => {
                        out.push_str("\\]");
                        inner
                    }
                    None => inner,
                };
                continue;
            }
            ']' => {
                in_class = false;
                out.push(']');
            }
            '&' | '~' if in_class => {
                out.push('\\');
                out.push(it);
            }
            '-' if in_class && (out.ends_with('[') || after.starts_with(']')) => {
                out.push_str("\\-");
            }
            // A range that ends in a dash.
            '-' if in_class && after.starts_with('-') => {
                out.push_str("-\\-");
                rest = &after[1..];
                continue;
            }
            '{' if !in_class && !repeats(after) => out.push_str("\\{"),
            it => out.push(it),
        }
        rest = after;
    }
    out
}

/// Writes what follows a backslash, and gives the text after it.
fn escape<'p>(rest: &'p str, in_class: bool, out: &mut String) -> &'p str {
    let Some(it) = rest.chars().next() else {
        out.push('\\');
        return rest;
    };
    let after = &rest[it.len_utf8()..];
    let ascii = match (it, in_class) {
        ('d', false) => "[0-9]",
        ('d', true) => "0-9",
        ('D', _) => "[^0-9]",
        ('w', false) => "[0-9A-Za-z_]",
        ('w', true) => "0-9A-Za-z_",
        ('W', _) => "[^0-9A-Za-z_]",
        ('s', false) => "[\\t\\n\\f\\r ]",
        ('s', true) => "\\t\\n\\f\\r ",
        ('S', _) => "[^\\t\\n\\f\\r ]",
        ('b', false) => "(?-u:\\b)",
        ('B', false) => "(?-u:\\B)",
        // Rust takes these for the edges of words.
        ('<', _) => "<",
        ('>', _) => ">",
        ('Q', false) => {
            let (literal, after) = after.split_once("\\E").unwrap_or((after, ""));
            out.push_str(&::regex::escape(literal));
            return after;
        }
        // The braces of a class or of a code belong to it.
        ('p' | 'P' | 'x', _) if after.starts_with('{') => {
            let end = after.find('}').map_or(after.len(), |it| it + 1);
            out.push('\\');
            out.push(it);
            out.push_str(&after[..end]);
            return &after[end..];
        }
        _ => {
            out.push('\\');
            out.push(it);
            return after;
        }
    };
    out.push_str(ascii);
    after
}

/// Whether what follows a brace makes it a repetition: `2}`, `2,}`, `2,3}`.
fn repeats(after: &str) -> bool {
    let Some((inside, _)) = after.split_once('}') else { return false };
    let is_number = |it: &str| !it.is_empty() && it.bytes().all(|it| it.is_ascii_digit());
    match inside.split_once(',') {
        Some((least, most)) => is_number(least) && (most.is_empty() || is_number(most)),
        None => is_number(inside),
    }
}
