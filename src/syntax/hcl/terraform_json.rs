//! Terraform's JSON syntax: which members are blocks, and what a string means.
//!
//! JSON does not tell a nested block from an attribute; only a provider's schema does. Here
//! `dynamic` and `lifecycle` are blocks, as they mean the same everywhere, and all else is an
//! attribute. <https://developer.hashicorp.com/terraform/language/syntax/json>

use crate::syntax::tree::{NodeId, NodeKind, Pair, Scalar, Tree};
use crate::syntax::{Comment, Parsed, SyntaxError};
use crate::text::Span;

use super::body::Parser;
use super::origin::Origin;
use super::template::Style;
use super::{Attribute, Block, Body, Expr, ExprKind, Item, MAX_DEPTH, Part, Word};

pub(super) fn from_json(tree: &Tree) -> Parsed<Body> {
    let mut reader =
        Reader { tree, comments: Vec::new(), errors: Vec::new(), depth: 0, within: None };
    let mut body = Body::new(tree.root().span);
    for members in reader.objects(tree.root) {
        reader.members(members, Place::File, &mut body);
    }
    reader.comments.sort_by_key(|it| it.span);
    reader.errors.sort_by_key(|it| it.span);
    Parsed { tree: body, comments: reader.comments, errors: reader.errors }
}

struct Reader<'t> {
    tree: &'t Tree,
    comments: Vec<Comment>,
    errors: Vec<SyntaxError>,
    depth: usize,
    /// The header of the outermost block around.
    within: Option<Span>,
}

/// What a body belongs to, which says what its members mean.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    File,
    Variable,
    /// `resource`, `data`, and the `content` of a `dynamic`.
    Resource,
    Dynamic,
    /// `moved`, `removed`, `import`.
    Refactoring,
    Lifecycle,
    Other,
}

/// What a string means.
#[derive(Clone, Copy)]
enum Strings {
    Templates,
    /// Itself.
    Literal,
    /// The name of something, or a type.
    Expressions,
}

impl Place {
    /// Whether a member is a block: with how many labels, and what its body is.
    fn block(self, name: &str) -> Option<(usize, Place)> {
        match (self, name) {
            (Place::File, "resource" | "data" | "ephemeral") => Some((2, Place::Resource)),
            (Place::File, "variable") => Some((1, Place::Variable)),
            (Place::File, "module" | "output" | "provider" | "check") => Some((1, Place::Other)),
            (Place::File, "locals" | "terraform") => Some((0, Place::Other)),
            (Place::File, "moved" | "removed" | "import") => Some((0, Place::Refactoring)),
            (Place::Resource, "dynamic") => Some((1, Place::Dynamic)),
            (Place::Resource, "lifecycle") => Some((0, Place::Lifecycle)),
            (Place::Dynamic, "content") => Some((0, Place::Resource)),
            _ => None,
        }
    }

    fn strings(self, name: &str) -> Strings {
        match (self, name) {
            (Place::Variable, "default") => Strings::Literal,
            (Place::Variable, "type")
            | (Place::Refactoring, "from" | "to" | "provider")
            | (Place::Lifecycle, "ignore_changes" | "replace_triggered_by")
            | (Place::Resource, "provider")
            | (Place::Resource | Place::Other, "depends_on" | "providers") => Strings::Expressions,
            _ => Strings::Templates,
        }
    }
}

impl<'t> Reader<'t> {
    fn span(&self, id: NodeId) -> Span {
        self.tree.node(id).span
    }

    fn error(&mut self, span: Span, message: impl Into<String>) {
        self.errors.push(SyntaxError { span, message: message.into() });
    }

    /// An object, or each of an array of them. Null is as if nothing were written.
    fn objects(&mut self, id: NodeId) -> Vec<&'t [Pair]> {
        let each = match &self.tree.node(id).kind {
            NodeKind::Sequence(items) => items.as_slice(),
            _ => &[id],
        };
        let mut objects = Vec::new();
        for id in each {
            match &self.tree.node(*id).kind {
                NodeKind::Mapping(pairs) => objects.push(pairs.as_slice()),
                // The document's own errors tell of what is broken.
                NodeKind::Null | NodeKind::Broken => {}
                _ => self.error(self.span(*id), "expected an object"),
            }
        }
        objects
    }

    fn key(&self, id: NodeId) -> Word {
        let text = self.tree.key(id).unwrap_or_default().to_owned();
        Word { text, span: self.span(id) }
    }

    /// Whether a member of a body is a comment, which is then kept; a list holds several.
    fn comment(&mut self, pair: Pair) -> bool {
        if self.tree.key(pair.key) != Some("//") {
            return false;
        }
        let each = match &self.tree.node(pair.value).kind {
            NodeKind::Sequence(items) => items.as_slice(),
            _ => &[pair.value],
        };
        for id in each {
            if matches!(self.tree.node(*id).kind, NodeKind::Text(_)) {
                self.comments.push(Comment { span: self.span(*id), about: self.within });
            }
        }
        true
    }

    fn members(&mut self, pairs: &[Pair], place: Place, body: &mut Body) {
        let mut names = std::collections::HashMap::new();
        for pair in pairs {
            if self.comment(*pair) {
                continue;
            }
            let name = self.key(pair.key);
            if let Some((labels, inner)) = place.block(&name.text) {
                self.blocks(&name, &mut Vec::new(), labels, pair.value, inner, &mut body.blocks);
                continue;
            }
            let value = self.expr(pair.value, place.strings(&name.text));
            match names.get(&name.text) {
                Some(index) => {
                    self.error(name.span, format!("`{}` is set a second time", name.text));
                    body.attributes[*index] = Attribute { name, value };
                }
                None => {
                    names.insert(name.text.clone(), body.attributes.len());
                    body.attributes.push(Attribute { name, value });
                }
            }
        }
    }

    /// The blocks of a kind, with as many levels of labels still to come as `left` says.
    fn blocks(
        &mut self,
        kind: &Word,
        labels: &mut Vec<Word>,
        left: usize,
        id: NodeId,
        place: Place,
        blocks: &mut Vec<Block>,
    ) {
        if self.depth >= MAX_DEPTH {
            return self.error(self.span(id).start(), "nested too deep");
        }
        self.depth += 1;
        let each = match &self.tree.node(id).kind {
            NodeKind::Sequence(items) => items.as_slice(),
            _ => &[id],
        };
        for id in each {
            for pairs in self.objects(*id) {
                if left == 0 {
                    blocks.push(self.block(kind, labels, *id, pairs, place));
                    continue;
                }
                for pair in pairs {
                    if !self.comment(*pair) {
                        labels.push(self.key(pair.key));
                        self.blocks(kind, labels, left - 1, pair.value, place, blocks);
                        labels.pop();
                    }
                }
            }
        }
        self.depth -= 1;
    }

    fn block(
        &mut self,
        kind: &Word,
        labels: &[Word],
        id: NodeId,
        pairs: &[Pair],
        place: Place,
    ) -> Block {
        // Other blocks may stand between the kind and the labels.
        let header = labels.last().unwrap_or(kind).span;
        let around = self.within;
        self.within = around.or(Some(header));
        let mut body = Body::new(self.span(id));
        self.members(pairs, place, &mut body);
        self.within = around;
        let span = header.to(body.span);
        Block { kind: kind.clone(), labels: labels.to_vec(), header, body, json: true, span }
    }

    fn expr(&mut self, id: NodeId, strings: Strings) -> Expr {
        let node = self.tree.node(id);
        let span = node.span;
        if self.depth >= MAX_DEPTH {
            self.error(span.start(), "nested too deep");
            return Expr { kind: ExprKind::Broken, span };
        }
        self.depth += 1;
        let kind = match &node.kind {
            NodeKind::Null => ExprKind::Null,
            NodeKind::Bool(value) => ExprKind::Bool(*value),
            NodeKind::Number(scalar) => ExprKind::Number(scalar.text.to_string()),
            NodeKind::Text(scalar) => self.string(scalar, span, strings),
            NodeKind::Sequence(items) => {
                ExprKind::List(items.iter().map(|it| self.expr(*it, strings)).collect())
            }
            NodeKind::Mapping(pairs) => {
                let items = pairs.iter().map(|it| Item {
                    key: self.object_key(it.key, strings),
                    value: self.expr(it.value, strings),
                });
                ExprKind::Object(items.collect())
            }
            // JSON has no aliases.
            NodeKind::Alias(_) | NodeKind::Broken => ExprKind::Broken,
        };
        self.depth -= 1;
        Expr { kind, span }
    }

    fn object_key(&mut self, id: NodeId, strings: Strings) -> Expr {
        match strings {
            Strings::Templates => self.expr(id, strings),
            Strings::Literal | Strings::Expressions => self.expr(id, Strings::Literal),
        }
    }

    fn string(&mut self, scalar: &Scalar, span: Span, strings: Strings) -> ExprKind {
        let text = &scalar.text;
        let mut parser = Parser::new(text, Origin::of(scalar, span));
        parser.depth = self.depth;
        match strings {
            Strings::Literal => return ExprKind::Template(parser.exact(0..text.len())),
            Strings::Expressions => {
                let kind = parser.alone().kind;
                if parser.errors.is_empty() {
                    return kind;
                }
                // What is no expression may be a template, as Terraform once took it.
                parser = Parser::new(text, Origin::of(scalar, span));
                parser.depth = self.depth;
            }
            Strings::Templates => {}
        }
        let parts: Vec<Part> = parser.template(0..text.len(), Style::Bare);
        let parsed = parser.finish(parts);
        self.comments.extend(parsed.comments);
        self.errors.extend(parsed.errors);
        ExprKind::Template(parsed.tree)
    }
}
