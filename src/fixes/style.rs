//! How a text is laid out.

/// Its line break.
pub(super) fn line_break(text: &str) -> &'static str {
    if text.contains("\r\n") { "\r\n" } else { "\n" }
}

/// Where the line of a byte starts, after any byte order mark.
pub(super) fn line_start(text: &str, at: usize) -> usize {
    let start = text[..at].rfind('\n').map_or(0, |it| it + 1);
    start + if text[start..at].starts_with('\u{feff}') { 3 } else { 0 }
}

/// Where the line of a byte ends, before its break.
pub(super) fn line_end(text: &str, at: usize) -> usize {
    let end = text[at..].find('\n').map_or(text.len(), |it| at + it);
    if end > at && text[..end].ends_with('\r') { end - 1 } else { end }
}

/// What indents the line of a byte.
pub(super) fn indentation(text: &str, at: usize) -> &str {
    let line = &text[line_start(text, at)..];
    &line[..line.len() - line.trim_start_matches([' ', '\t']).len()]
}

/// What would indent a line to where `at` stands: spaces below anything but blanks.
pub(super) fn margin(text: &str, at: usize) -> String {
    let before = &text[line_start(text, at)..at];
    before.chars().map(|it| if it == '\t' { '\t' } else { ' ' }).collect()
}

/// Whether nothing but blanks stands before a byte on its line.
pub(super) fn is_first(text: &str, at: usize) -> bool {
    text[line_start(text, at)..at].chars().all(|it| it == ' ' || it == '\t')
}

/// By how much a line is indented below another, of which it is one level deeper.
pub(super) fn step_between<'t>(outer: &str, inner: &'t str) -> Option<&'t str> {
    inner.strip_prefix(outer).filter(|it| !it.is_empty())
}

/// By how much the text indents what lies deeper: as it first does so.
pub(super) fn step(text: &str) -> &str {
    let mut lines = text.lines().map(|it| it.strip_prefix('\u{feff}').unwrap_or(it));
    let blanks = |line: &str| line.len() - line.trim_start_matches([' ', '\t']).len();
    let mut before: Option<&str> = None;
    let deeper = lines.find_map(|line| {
        let (margin, content) = line.split_at(blanks(line));
        if content.trim_end().is_empty() || content.starts_with(['#', '/', '*']) {
            return None;
        }
        let opens = content.trim_end().ends_with(['{', '[', ':']);
        let outer = std::mem::replace(&mut before, opens.then_some(margin))?;
        step_between(outer, margin)
    });
    deeper.unwrap_or("  ")
}

/// What follows a byte on its line, if that is nothing but blanks and a comment.
pub(super) fn ends_line(text: &str, at: usize) -> bool {
    let rest = text[at..line_end(text, at)].trim();
    rest.is_empty() || rest.starts_with('#') || rest.starts_with("//")
}
