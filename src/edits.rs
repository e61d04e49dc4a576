//! A text changed in some places, every other byte as it was.

use crate::finding::Edit;

/// The text with all edits made, which are of that one file. None if one does not lie in the text
/// or two overlap: half of a change is worse than none. Several that only put something in at one
/// place come in the order given.
pub fn apply(text: &str, edits: &[&Edit]) -> Option<String> {
    let mut edits = edits.to_vec();
    edits.sort_by_key(|it| (it.span.start, it.span.end));
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for edit in edits {
        let range = edit.span.range();
        out.push_str(text.get(at..range.start)?);
        out.push_str(&edit.text);
        at = range.end;
    }
    out.push_str(text.get(at..)?);
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::apply;
    use crate::finding::Edit;
    use crate::text::{FileId, Span};

    fn changed(text: &str, edits: &[(usize, usize, &str)]) -> Option<String> {
        let edit = |(start, end, text): &(usize, usize, &str)| Edit {
            span: Span::new(FileId(0), *start..*end),
            text: (*text).to_owned(),
        };
        let edits: Vec<Edit> = edits.iter().map(edit).collect();
        apply(text, &edits.iter().collect::<Vec<_>>())
    }

    #[test]
    fn edits_are_made_where_they_belong() {
        let made =
            changed("a: 1\r\nb: 2\r\n", &[(9, 10, "3"), (0, 0, "# c\r\n"), (0, 0, "# d\r\n")]);
        assert_eq!(made.as_deref(), Some("# c\r\n# d\r\na: 1\r\nb: 3\r\n"));
        assert_eq!(changed("as it is", &[]).as_deref(), Some("as it is"));
    }

    #[test]
    fn half_a_change_is_not_made() {
        assert_eq!(changed("abc", &[(0, 2, "x"), (1, 3, "y")]), None);
        assert_eq!(changed("abc", &[(2, 9, "x")]), None);
        assert_eq!(changed("ä", &[(1, 1, "x")]), None);
    }
}
