//! Places in files, as SARIF has them.

use super::log::{
    ArtifactChange, ArtifactLocation, Content, Fix, FixProperties, Location, LogicalLocation,
    LogicalProperties, PhysicalLocation, Region, Replacement, Text,
};
use super::words;
use crate::finding::{self, Subject};
use crate::report::in_repository;
use crate::text::{Sources, Span};

/// What paths are relative to. GitHub knows the name.
pub(super) const ROOT: &str = "%SRCROOT%";

/// Bytes of a text beyond which it is not quoted: a span may be a whole file.
const LONG_QUOTE: usize = 1 << 10;

/// The files of a run, and where its working directory lies in the repository.
#[derive(Clone, Copy)]
pub(super) struct Place<'o> {
    pub(super) sources: &'o Sources,
    pub(super) folder: &'o str,
}

pub(super) fn location<'o>(at: Place<'o>, span: Span) -> Location<'o> {
    let artifact_location = artifact(at, span);
    let region = region(at.sources, span);
    let physical_location = PhysicalLocation { artifact_location, region };
    Location { id: None, physical_location, logical_locations: Vec::new(), message: None }
}

/// A location with what stands there.
pub(super) fn quoted<'o>(at: Place<'o>, span: Span) -> Location<'o> {
    let mut location = location(at, span);
    let text = at.sources.slice(span);
    let is_short = !text.is_empty() && text.len() <= LONG_QUOTE;
    location.physical_location.region.snippet = is_short.then_some(Content { text });
    location
}

pub(super) fn logical(subject: &Subject) -> LogicalLocation<'_> {
    LogicalLocation {
        fully_qualified_name: &subject.address,
        kind: "resource",
        properties: LogicalProperties {
            kind: &subject.kind,
            construct: subject.construct.as_deref(),
        },
    }
}

pub(super) fn fix<'o>(at: Place<'o>, fix: &'o finding::Fix) -> Fix<'o> {
    let files = fix.edits.chunk_by(|a, b| a.span.file == b.span.file);
    let changes = files.map(|edits| ArtifactChange {
        // A chunk is never empty.
        artifact_location: artifact(at, edits[0].span),
        replacements: edits
            .iter()
            .map(|it| Replacement {
                deleted_region: region(at.sources, it.span),
                inserted_content: Content { text: &it.text },
            })
            .collect(),
    });
    Fix {
        description: Text::plain(words::sentence(&fix.title)),
        artifact_changes: changes.collect(),
        properties: FixProperties { safe: fix.is_safe },
    }
}

fn region(sources: &Sources, span: Span) -> Region<'static> {
    let (start, end) = sources.positions(span);
    Region {
        start_line: start.line,
        start_column: start.column,
        end_line: end.line,
        end_column: end.column,
        snippet: None,
    }
}

/// What is no file, such as `<stdin>`, and what lies elsewhere is relative to nothing.
fn artifact(at: Place<'_>, span: Span) -> ArtifactLocation {
    named(&at.sources.get(span.file).path, at.folder)
}

fn named(path: &str, folder: &str) -> ArtifactLocation {
    let path = in_repository(path, folder);
    let uri = encoded(&path);
    let is_absolute = path.starts_with('/');
    if is_absolute || path.starts_with('<') {
        let scheme = if is_absolute { "file://" } else { "" };
        return ArtifactLocation { uri: format!("{scheme}{uri}"), uri_base_id: None };
    }
    ArtifactLocation { uri, uri_base_id: Some(ROOT) }
}

/// The path as a reference of RFC 3986. A colon in its first part would end a scheme.
fn encoded(path: &str) -> String {
    let mut encoded = String::new();
    for byte in path.bytes() {
        match byte {
            b'/' | b'-' | b'.' | b'_' | b'~' => encoded.push(char::from(byte)),
            it if it.is_ascii_alphanumeric() => encoded.push(char::from(it)),
            it => encoded.push_str(&format!("%{it:02X}")),
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::named;

    #[test]
    fn a_path_is_a_reference() {
        assert_eq!(named("bad.yaml", "in fra").uri, "in%20fra/bad.yaml");
        for (path, uri, is_relative) in [
            ("stacks/main.tf", "stacks/main.tf", true),
            ("a b/c:d#e?.yaml", "a%20b/c%3Ad%23e%3F.yaml", true),
            ("100%/größe.yaml", "100%25/gr%C3%B6%C3%9Fe.yaml", true),
            ("../[x]/t.json", "../%5Bx%5D/t.json", true),
            ("/srv/t.json", "file:///srv/t.json", false),
            ("<stdin>", "%3Cstdin%3E", false),
        ] {
            let it = named(path, ".");
            assert_eq!((it.uri.as_str(), it.uri_base_id.is_some()), (uri, is_relative));
        }
    }
}
