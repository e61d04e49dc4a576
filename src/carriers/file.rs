//! Definitions in files of their own, beside the template that names them.

use std::sync::Arc;

use super::Carrier;
use crate::files;
use crate::graph::{Graph, Resource};
use crate::reader::Reader;
use crate::syntax::tree;
use crate::text::Span;
use crate::value::{Kind, Text, TextBuilder, Value, document};

/// Reads the files in which carriers keep their documents until `aws cloudformation package` or
/// SAM uploads them. The path stays what it is, and from then on has what stands in the file as
/// its document. Paths are relative to the folder of the file that declares the resource; outside
/// of `boundary` nothing is read.
pub fn open(graph: &mut Graph, reader: &Reader<'_>, boundary: &str) {
    for resource in graph.resources_mut() {
        let Some(carrier) = Carrier::of(&resource.kind) else { continue };
        let path = reader.path(resource.header.file);
        let folder = files::parent(&path);
        for place in carrier.places {
            read(resource, place, reader, folder, boundary);
        }
    }
}

fn read(
    resource: &mut Resource,
    place: &str,
    reader: &Reader<'_>,
    folder: &str,
    boundary: &str,
) -> Option<()> {
    let Kind::Map(properties) = &mut resource.properties.kind else { return None };
    let at = properties.entries.iter().position(|it| &*it.key == place)?;
    let Kind::Text(path) = &properties.entries[at].value.kind else { return None };
    let file = files::join(folder, path.as_str().filter(|it| !it.contains("://"))?);
    if !reader.has(&file, boundary) {
        return None;
    }
    let definition = definition(reader, &file)?;
    let path = Text::clone(path).of_document(definition);
    let entry = &mut Arc::make_mut(properties).entries[at];
    entry.value.kind = Kind::Text(Arc::new(path));
    Some(())
}

/// JSON as its text, in which names may yet be replaced; YAML as what it says.
fn definition(reader: &Reader<'_>, path: &str) -> Option<Value> {
    let file = reader.open(path).ok()?;
    let text = reader.text(file);
    let span = Span::new(file, 0..text.len());
    if text.trim_start_matches('\u{feff}').trim_start().starts_with('{') {
        let mut built = TextBuilder::default();
        built.literal(&text, span, true);
        return Some(built.value(span));
    }
    let tree = reader.keep(file, tree::parse(file, &text, path));
    Some(document::of_tree(&tree, tree.root))
}
