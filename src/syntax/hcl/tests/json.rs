//! Just enough of a JSON reader to test what is made of its tree.

use crate::syntax::tree::{Node, NodeId, NodeKind, Pair, Run, Scalar, Tree};
use crate::text::{FileId, Span};

struct Reader<'t> {
    file: FileId,
    text: &'t str,
    at: usize,
    nodes: Vec<Node>,
}

/// Panics where the text is not JSON.
pub(super) fn tree(file: FileId, text: &str) -> Tree {
    let mut reader = Reader { file, text, at: 0, nodes: Vec::new() };
    let root = reader.value();
    Tree { nodes: reader.nodes, root }
}

impl Reader<'_> {
    fn next(&mut self) -> char {
        let rest = &self.text[self.at..];
        self.at += rest.len() - rest.trim_start().len();
        self.text[self.at..].chars().next().unwrap()
    }

    fn expect(&mut self, wanted: char) {
        assert_eq!(self.next(), wanted);
        self.at += 1;
    }

    /// Whether another member follows; takes the comma or the end.
    fn more(&mut self, close: char, first: bool) -> bool {
        let next = self.next();
        if next == close || next == ',' {
            self.at += 1;
        }
        next != close && (first || next == ',')
    }

    fn value(&mut self) -> NodeId {
        let next = self.next();
        let start = self.at;
        let kind = match next {
            '{' => {
                self.at += 1;
                let mut pairs = Vec::new();
                while self.more('}', pairs.is_empty()) {
                    let key = self.value();
                    self.expect(':');
                    pairs.push(Pair { key, value: self.value() });
                }
                NodeKind::Mapping(pairs)
            }
            '[' => {
                self.at += 1;
                let mut items = Vec::new();
                while self.more(']', items.is_empty()) {
                    items.push(self.value());
                }
                NodeKind::Sequence(items)
            }
            '"' => NodeKind::Text(self.string()),
            _ => {
                let rest = &self.text[start..];
                let end = rest.find([',', '}', ']', '\n']).unwrap_or(rest.len());
                self.at += end;
                match rest[..end].trim_end() {
                    "null" => NodeKind::Null,
                    "true" => NodeKind::Bool(true),
                    "false" => NodeKind::Bool(false),
                    number => {
                        self.at = start + number.len();
                        let span = Span::new(self.file, start..self.at);
                        let runs = [Run { len: number.len() as u32, span, exact: true }];
                        NodeKind::Number(Scalar {
                            text: number.into(),
                            runs: runs.into(),
                            quoted: false,
                        })
                    }
                }
            }
        };
        let span = Span::new(self.file, start..self.at);
        self.nodes.push(Node { kind, span, tag: None });
        NodeId(self.nodes.len() as u32 - 1)
    }

    fn string(&mut self) -> Scalar {
        let mut text = String::new();
        let mut runs: Vec<Run> = Vec::new();
        self.at += 1;
        loop {
            let it = self.text[self.at..].chars().next().unwrap();
            let start = self.at;
            self.at += it.len_utf8();
            let decoded = match it {
                '"' => break,
                '\\' => {
                    let escape = self.text[self.at..].chars().next().unwrap();
                    self.at += 1;
                    if escape == 'n' { '\n' } else { escape }
                }
                _ => it,
            };
            text.push(decoded);
            let span = Span::new(self.file, start..self.at);
            let len = decoded.len_utf8() as u32;
            match runs.last_mut() {
                Some(last) if last.exact && it != '\\' => {
                    last.len += len;
                    last.span = last.span.to(span);
                }
                _ => runs.push(Run { len, span, exact: it != '\\' }),
            }
        }
        Scalar { text: text.into(), runs: runs.into(), quoted: true }
    }
}
