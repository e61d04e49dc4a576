//! `Globals` of a template that goes through SAM: properties that its resources have in common.
//! <https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-template-anatomy-globals.html>

use std::sync::Arc;

use super::for_each::Scope;
use super::template::{Template, transforms};
use crate::syntax::tree::NodeId;
use crate::value::{Kind, Map, Value};

/// The macro that reads `Globals`.
const SERVERLESS: &str = "AWS::Serverless-2016-10-31";

impl Template<'_> {
    /// The properties of a resource with those of `Globals` that it has in common with others.
    pub(super) fn with_globals(&mut self, kind: &str, resource: NodeId, own: Value) -> Value {
        let Some(section) = kind.strip_prefix("AWS::Serverless::") else { return own };
        if !transforms(self.tree).contains(&SERVERLESS) {
            return own;
        }
        let globals = self.tree.get(self.tree.root, "Globals");
        let Some(global) = globals.and_then(|it| self.part(it, section)) else { return own };
        let written = self.part(resource, "Properties");
        let value = self.value(global, &Scope::default());
        let span = own.span;
        match written {
            Some(written) => self.merged(global, value, written, own),
            // Nothing of its own: what it lacks, it lacks where the resource is introduced.
            None => Value { span, ..value },
        }
    }

    /// What a resource makes of a global value: objects are merged, lists follow one another, and
    /// of anything else its own value counts. Functions are as good as plain values, whatever
    /// they yield.
    fn merged(&mut self, global: NodeId, value: Value, own: NodeId, written: Value) -> Value {
        if !self.enter(written.span) {
            return written;
        }
        let (global, own) = (self.tree.resolve(global), self.tree.resolve(own));
        let is_function = self.call(global).is_some() || self.call(own).is_some();
        let merged = match (&value.kind, &written.kind) {
            (Kind::Map(common), Kind::Map(map)) if !is_function => {
                let map = self.merged_objects(global, common, own, map);
                Value { kind: Kind::Map(Arc::new(map)), ..written }
            }
            (Kind::List(common), Kind::List(list)) if !is_function => {
                let items = common.items.iter().chain(&list.items).cloned().collect();
                Value { kind: Value::tuple(items, written.span).kind, ..written }
            }
            _ => written,
        };
        self.leave();
        merged
    }

    fn merged_objects(&mut self, global: NodeId, common: &Map, own: NodeId, map: &Map) -> Map {
        let mut entries = map.entries.clone();
        for entry in &common.entries {
            let both = (self.part(global, &entry.key), self.part(own, &entry.key));
            match entries.iter_mut().rev().find(|it| it.key == entry.key) {
                Some(known) => {
                    if let (Some(global), Some(own)) = both {
                        let written = known.value.clone();
                        known.value = self.merged(global, entry.value.clone(), own, written);
                    }
                }
                // What may be among the keys that are not known would replace it.
                None if map.open.is_some() => (),
                None => entries.push(entry.clone()),
            }
        }
        let mut merged = Map::new(map.shape.clone(), entries);
        merged.open = map.open.clone().or_else(|| common.open.clone());
        merged
    }
}
