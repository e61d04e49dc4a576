//! Reads attributes and blocks, one at a time, so that what is broken loses only itself.

use std::collections::HashMap;
use std::ops::Range;

use super::lexeme::{blanks, block_comment, identifier, line_start};
use super::scan::{Fault, Scan, Until, scan};
use super::template::Style;
use super::{Attribute, Block, Body, Expr, ExprKind, MAX_BLOCKS, Word};
use crate::syntax::{Comment, Parsed, SyntaxError};
use crate::text::{FileId, Span};

use super::origin::Origin;

/// Text being read, and what was found in it so far.
pub(super) struct Parser<'t> {
    pub(super) text: &'t str,
    pub(super) origin: Origin<'t>,
    pub(super) comments: Vec<Comment>,
    pub(super) errors: Vec<SyntaxError>,
    /// How deep the expression being read lies within its attribute.
    pub(super) depth: usize,
    /// How many templates the text being read lies in.
    pub(super) templates: usize,
    /// See [`super::scan::scan`].
    pub(super) rigid: bool,
    /// Whether the keys of an object may name configurations: those of `providers`.
    pub(super) keys_are_names: bool,
    /// Whether a block runs to the end of the file.
    unclosed: bool,
    /// How many bytes may still be read a second time.
    budget: usize,
}

/// The brace that a body stands behind.
#[derive(Clone, Copy)]
struct Brace {
    at: usize,
    /// Whether the line ends after it.
    multiline: bool,
    /// How many blocks the body lies in.
    depth: usize,
}

pub(super) fn parse(file: FileId, text: &str) -> Parsed<Body> {
    let mut parser = Parser::new(text, Origin::File(file));
    let mut tree = parser.file();
    if parser.unclosed {
        // Some brace is missing. Read anew, and let the indentation tell where.
        parser = Parser { rigid: true, ..Parser::new(text, Origin::File(file)) };
        tree = parser.file();
    }
    parser.finish(tree)
}

impl<'t> Parser<'t> {
    pub(super) fn new(text: &'t str, origin: Origin<'t>) -> Self {
        Self {
            text,
            origin,
            comments: Vec::new(),
            errors: Vec::new(),
            depth: 0,
            templates: 0,
            rigid: false,
            keys_are_names: false,
            unclosed: false,
            budget: 16 * text.len() + 65_536,
        }
    }

    pub(super) fn finish<T>(mut self, tree: T) -> Parsed<T> {
        self.comments.sort_by_key(|it| it.span);
        self.comments.dedup();
        self.errors.sort_by_key(|it| it.span);
        Parsed { tree, comments: self.comments, errors: self.errors }
    }

    pub(super) fn span(&self, range: Range<usize>) -> Span {
        self.origin.span(range)
    }

    pub(super) fn word(&self, range: Range<usize>) -> Word {
        let text = self.text.get(range.clone()).unwrap_or_default().to_owned();
        Word { text, span: self.span(range) }
    }

    pub(super) fn error(&mut self, range: Range<usize>, message: impl Into<String>) {
        let span = self.span(range);
        self.errors.push(SyntaxError { span, message: message.into() });
    }

    pub(super) fn rest(&self, at: usize) -> &'t str {
        self.text.get(at..).unwrap_or_default()
    }

    /// The token at an offset, for an error to underline; empty at the end of a line.
    pub(super) fn token(&self, at: usize) -> Range<usize> {
        let rest = self.rest(at);
        let name = identifier(rest);
        let number = rest.len() - rest.trim_start_matches(|it: char| it.is_ascii_digit()).len();
        let len = match rest.chars().next() {
            None | Some('\n' | '\r') => 0,
            Some(_) if name > 0 => name,
            Some(_) if number > 0 => number,
            Some('"') => {
                let line = rest.split('\n').next().unwrap_or_default().trim_end();
                line[1..].find('"').map_or(line.len(), |it| it + 2)
            }
            Some(it) => it.len_utf8(),
        };
        at..at + len
    }

    fn file(&mut self) -> Body {
        let start = if self.text.starts_with('\u{feff}') { 3 } else { 0 };
        let (mut body, _) = self.body(start, None);
        body.span = self.span(start..self.text.len());
        body
    }

    /// Reads items up to the brace that closes the body; gives where that stands, or should.
    fn body(&mut self, start: usize, brace: Option<Brace>) -> (Body, usize) {
        let mut body = Body::new(self.span(start..start));
        let mut names = HashMap::new();
        let mut at = start;
        loop {
            at = self.trivia(at);
            let rest = self.rest(at);
            if rest.is_empty() {
                if let Some(brace) = brace {
                    self.unclosed(brace);
                }
                break;
            }
            if rest.starts_with('}') {
                if brace.is_some() {
                    break;
                }
                self.error(at..at + 1, "unexpected `}`");
                at += 1;
                continue;
            }
            if let Some(brace) = brace
                && self.escapes(brace, at)
            {
                self.unclosed(brace);
                break;
            }
            if identifier(rest) == 0 {
                let token = self.token(at);
                let after = self.rest(token.end).trim_start_matches([' ', '\t']);
                let message = match rest.starts_with('"') && after.starts_with('=') {
                    true => "expected a name without quotes",
                    false => "expected a name",
                };
                self.error(token, message);
                at = self.resume(at, usize::MAX);
                continue;
            }
            if let Some(brace) = brace
                && !brace.multiline
                && !(body.attributes.is_empty() && body.blocks.is_empty())
            {
                let token = self.token(at);
                self.error(token, "expected `}`, as a block on one line holds one attribute");
            }
            at = self.item(at, &mut body, &mut names, brace);
        }
        body.span = self.span(start..at);
        (body, at)
    }

    /// Whether the item at an offset cannot be meant to stand in the block, going by its column.
    fn escapes(&self, brace: Brace, at: usize) -> bool {
        if !self.rigid || line_start(self.text, at) != at || brace.at >= at {
            return false;
        }
        let line = self.rest(at).split('\n').next().unwrap_or_default();
        looks_like_block(line)
    }

    fn unclosed(&mut self, brace: Brace) {
        self.unclosed = true;
        self.error(brace.at..brace.at + 1, "unclosed `{`");
    }

    /// Skips blanks, line breaks and comments.
    fn trivia(&mut self, mut at: usize) -> usize {
        loop {
            let rest = self.rest(at);
            at += rest.len() - rest.trim_start_matches([' ', '\t', '\r', '\n']).len();
            match self.comment(at) {
                Some(end) => at = end,
                None => return at,
            }
        }
    }

    /// Skips blanks and `/* */`.
    fn inline(&mut self, mut at: usize) -> usize {
        loop {
            let rest = self.rest(at);
            at += rest.len() - rest.trim_start_matches([' ', '\t']).len();
            match self.rest(at).starts_with("/*").then(|| self.comment(at)).flatten() {
                Some(end) => at = end,
                None => return at,
            }
        }
    }

    /// Takes the comment at an offset; gives where it ends.
    fn comment(&mut self, at: usize) -> Option<usize> {
        let rest = self.rest(at);
        let len = if rest.starts_with("/*") {
            block_comment(rest).unwrap_or_else(|| {
                self.error(at..at + 2, "unterminated comment");
                rest.len()
            })
        } else if rest.starts_with('#') || rest.starts_with("//") {
            let line = rest.split('\n').next().unwrap_or_default();
            line.strip_suffix('\r').unwrap_or(line).len()
        } else {
            return None;
        };
        self.comments.push(Comment { span: self.span(at..at + len), about: None });
        Some(at + len)
    }

    fn item(
        &mut self,
        start: usize,
        body: &mut Body,
        names: &mut HashMap<&'t str, usize>,
        brace: Option<Brace>,
    ) -> usize {
        let name = start..start + identifier(self.rest(start));
        let at = self.inline(name.end);
        let rest = self.rest(at);
        if rest.starts_with('=') && !rest.starts_with("==") {
            return self.attribute(name, at + 1, body, names, brace);
        }
        if rest.starts_with(['{', '"']) || identifier(rest) > 0 {
            let (block, end) = self.block(name, at, brace);
            body.blocks.extend(block);
            return end;
        }
        let name: String = self.rest(start)[..name.len()].chars().take(40).collect();
        let token = self.token(at);
        self.error(token, format!("expected `=` or `{{` after `{name}`"));
        self.resume(start, usize::MAX)
    }

    fn attribute(
        &mut self,
        name: Range<usize>,
        start: usize,
        body: &mut Body,
        names: &mut HashMap<&'t str, usize>,
        brace: Option<Brace>,
    ) -> usize {
        self.keys_are_names = self.text.get(name.clone()) == Some("providers");
        let (value, end) = match scan(self.text, start, Until::Line, self.rigid) {
            Ok(scan) => {
                let end = scan.range.end;
                (self.expression(scan), end)
            }
            Err(fault) => {
                let line = self.rest(start).split('\n').next().unwrap_or_default().trim_end();
                let span = self.span(start..start + line.len());
                let end = self.recover(name.start, fault);
                (Expr { kind: ExprKind::Broken, span }, end)
            }
        };
        self.keys_are_names = false;
        if self.rest(end).starts_with('}') && brace.is_none_or(|it| it.multiline) {
            self.error(end..end + 1, "expected a new line before `}`");
        }
        let text = self.text.get(name.clone()).unwrap_or_default();
        let attribute = Attribute { name: self.word(name.clone()), value };
        match names.get(text) {
            Some(index) => {
                self.error(name, format!("`{text}` is set a second time"));
                body.attributes[*index] = attribute;
            }
            None => {
                names.insert(text, body.attributes.len());
                body.attributes.push(attribute);
            }
        }
        end
    }

    fn block(
        &mut self,
        kind: Range<usize>,
        start: usize,
        parent: Option<Brace>,
    ) -> (Option<Block>, usize) {
        let mut labels: Vec<Word> = Vec::new();
        let mut at = start;
        let mut header = kind.clone();
        let mut readable = true;
        loop {
            let rest = self.rest(at);
            let name = identifier(rest);
            if rest.starts_with('"') {
                let Some(label) = self.label(at) else {
                    // The line may still say that a block begins.
                    let line = rest.split('\n').next().unwrap_or_default().trim_end();
                    if !line.ends_with('{') {
                        return (None, self.resume(kind.start, usize::MAX));
                    }
                    at += line.len() - 1;
                    readable = false;
                    break;
                };
                header.end = label.end;
                labels.push(self.label_word(label.clone()));
                at = self.inline(label.end);
            } else if name > 0 {
                header.end = at + name;
                labels.push(self.word(at..at + name));
                at = self.inline(at + name);
            } else if rest.starts_with('{') {
                break;
            } else {
                let token = self.token(at);
                self.error(token, "expected `{`");
                // It may stand on the next line.
                let next = self.trivia(at);
                if !self.rest(next).starts_with('{') {
                    return (None, self.resume(kind.start, usize::MAX));
                }
                at = next;
                break;
            }
        }
        let depth = parent.map_or(1, |it| it.depth + 1);
        if depth > MAX_BLOCKS {
            self.error(at..at + 1, format!("blocks nested more than {MAX_BLOCKS} deep"));
            let end = match scan(self.text, at, Until::Line, self.rigid) {
                Ok(scan) => scan.range.end,
                Err(fault) => self.recover(kind.start, fault),
            };
            return (None, end);
        }
        let inner = self.inline(at + 1);
        let multiline = self.rest(inner).is_empty()
            || self.rest(inner).starts_with(['\n', '\r', '#', '}'])
            || self.rest(inner).starts_with("//");
        let (body, mut end) = self.body(at + 1, Some(Brace { at, multiline, depth }));
        if self.rest(end).starts_with('}') {
            end += 1;
            self.end_of_line(end);
        }
        let span = self.span(kind.start..end);
        let header = self.span(header);
        let block = Block { kind: self.word(kind), labels, header, body, json: false, span };
        (readable.then_some(block), end)
    }

    /// What follows a block must stand on a line of its own.
    fn end_of_line(&mut self, at: usize) {
        let at = self.inline(at);
        let rest = self.rest(at);
        let ends = rest.is_empty() || rest.starts_with(['\n', '\r', '#']) || rest.starts_with("//");
        if !ends {
            let token = self.token(at);
            self.error(token, "expected a new line after `}`");
        }
    }

    /// The quoted label at an offset.
    fn label(&mut self, at: usize) -> Option<Range<usize>> {
        let rest = self.rest(at);
        let mut escaped = false;
        for (index, byte) in rest.bytes().enumerate().skip(1) {
            match byte {
                b'\n' => break,
                b'"' if !escaped => return Some(at..at + index + 1),
                b'\\' => escaped = !escaped,
                _ => escaped = false,
            }
        }
        let line = rest.split('\n').next().unwrap_or_default().trim_end();
        self.error(at..at + line.len(), "unterminated string");
        None
    }

    fn label_word(&mut self, label: Range<usize>) -> Word {
        let inner = label.start + 1..label.end - 1;
        let raw = self.text.get(inner.clone()).unwrap_or_default();
        let sequence = raw.find("${").or_else(|| raw.find("%{"));
        let plain = raw.replace("$${", "").replace("%%{", "");
        if let Some(found) = sequence
            && (plain.contains("${") || plain.contains("%{"))
        {
            let found = inner.start + found;
            self.error(found..found + 2, "expected a label without a template sequence");
            return Word { text: raw.to_owned(), span: self.span(label) };
        }
        let text = match raw.contains(['\\', '$', '%']) {
            true => self.literal_text(inner, Style::Quoted),
            false => raw.to_owned(),
        };
        Word { text, span: self.span(label) }
    }

    /// The blanks that the line of an offset starts with.
    fn indent(&self, at: usize) -> usize {
        let line = self.rest(line_start(self.text, at));
        line.len() - line.trim_start_matches([' ', '\t']).len()
    }

    /// Reports what made an item unreadable; gives where to go on.
    fn recover(&mut self, item: usize, fault: Fault) -> usize {
        self.error(fault.range, fault.message);
        let next = self.resume(item, self.indent(item));
        // Reading a stretch again must not happen too often.
        match self.budget.checked_sub(fault.reached.saturating_sub(next)) {
            Some(left) => {
                self.budget = left;
                next
            }
            None => {
                self.error(next..next, "too many errors; the rest is not read");
                self.text.len()
            }
        }
    }

    /// The start of the first line below an offset that can be an item or the end of a block, and
    /// is not indented deeper than `indent`.
    fn resume(&mut self, from: usize, indent: usize) -> usize {
        let mut at = from;
        while let Some(line_break) = self.rest(at).find('\n') {
            at += line_break + 1;
            let line = self.rest(at).split('\n').next().unwrap_or_default();
            let content = line.trim_start_matches([' ', '\t']);
            let fits = line.len() - content.len() <= indent;
            if fits && (content.starts_with('}') || looks_like_item(content)) {
                return at;
            }
        }
        self.text.len()
    }

    /// Takes over what a scan found beside the expression itself.
    pub(super) fn absorb(&mut self, scan: &mut Scan) {
        for range in std::mem::take(&mut scan.comments) {
            self.comments.push(Comment { span: self.span(range), about: None });
        }
        for fault in &scan.errors {
            self.error(fault.range.clone(), fault.message.clone());
        }
    }
}

impl Body {
    pub(super) fn new(span: Span) -> Self {
        Self { attributes: Vec::new(), blocks: Vec::new(), span }
    }
}

/// Whether a line starts with `name =`, or is the head of a block.
fn looks_like_item(line: &str) -> bool {
    let name = identifier(line);
    let rest = &line[name..];
    let rest = &rest[blanks(rest)..];
    name > 0
        && (rest.starts_with('=') && !rest.starts_with("==") && !rest.starts_with("=>")
            || looks_like_block(line))
}

fn looks_like_block(line: &str) -> bool {
    let name = identifier(line);
    let rest = &line[name..];
    let rest = &rest[blanks(rest)..];
    let header = rest.starts_with(['{', '"']) || identifier(rest) > 0;
    name > 0 && header && !rest.contains('=') && rest.contains('{')
        || name > 0 && rest.starts_with('{')
}
