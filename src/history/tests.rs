use super::*;
use crate::files::Memory;
use crate::text::FileId;

/// A past that is only thought of.
#[derive(Debug, Default)]
pub(crate) struct Past(pub(crate) Vec<Changed>);

impl History for Past {
    fn since(&self, revision: &str) -> Result<Vec<Changed>, Error> {
        match revision {
            "nowhere" => Err(Error::NoRevision(revision.to_owned())),
            _ => Ok(self.0.clone()),
        }
    }
}

fn changed(path: &str, before: Option<&str>) -> Changed {
    Changed { path: path.to_owned(), before: before.map(|it| it.as_bytes().to_vec()) }
}

#[test]
fn the_lines_that_changed_are_found() {
    for (before, now, lines) in [
        ("a\nb\nc\n", "a\nb\nc\n", vec![]),
        ("a\nb\nc\n", "a\nx\nc\n", vec![(1, 2)]),
        ("a\nc\n", "a\nb\nc\n", vec![(1, 2)]),
        ("a\nb\nc\n", "a\nc\n", vec![]),
        ("", "a\nb", vec![(0, 2)]),
        ("a\nb", "", vec![(0, 1)]),
        ("a\nb\nc\nd\ne\n", "x\nb\nc\nd\ny\n", vec![(0, 1), (4, 5)]),
        ("a\n", "a\r\n", vec![(0, 1)]),
    ] {
        assert_eq!(changed_lines(before.as_bytes(), now.as_bytes()), lines, "{before:?} {now:?}");
    }
}

#[test]
fn texts_too_different_to_compare_count_as_changed_between_the_ends() {
    let lines = |mark: &str| (0..8000).map(|it| format!("{it}{mark}\n")).collect::<String>();
    let (before, now) =
        (format!("same\n{}same\n", lines("a")), format!("same\n{}same\n", lines("b")));
    assert_eq!(changed_lines(before.as_bytes(), now.as_bytes()), vec![(1, 8001)]);
}

#[test]
fn a_change_touches_what_it_is_told_of_and_how_it_was_is_known() {
    let files = Memory::new([("main.tf", "a\nb\n"), ("new.tf", "n\n")]);
    let changed = vec![
        changed("main.tf", Some("a\n")),
        changed("new.tf", None),
        changed("gone.tf", Some("g\n")),
    ];
    let changes = Changes::new(changed, &files);
    assert_eq!(changes.before().walk("."), ["gone.tf", "main.tf"]);
    assert_eq!(changes.before().read("main.tf").unwrap(), b"a\n");
    let mut sources = Sources::default();
    let main = sources.add("main.tf".into(), "a\nb\n");
    let other = sources.add("other.tf".into(), "a\nb\n");
    let at = |file: FileId, start: usize, end: usize| Span::new(file, start..end);
    assert!(!changes.touches_place(at(main, 0, 1), &sources));
    assert!(!changes.touches_place(at(main, 0, 2), &sources), "the line break is of its line");
    assert!(changes.touches_place(at(main, 0, 3), &sources));
    assert!(changes.touches_place(at(main, 2, 3), &sources));
    assert!(!changes.touches_place(at(other, 2, 3), &sources));
}
