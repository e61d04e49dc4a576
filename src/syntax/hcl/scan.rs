//! Finds where an expression ends, and makes of it what the expression parser can take.
//!
//! Strings, heredocs and comments are told apart here, once, without recursion. The expression
//! goes to `hcl-edit` with each string replaced by a placeholder of the same length, so that
//! every offset holds, and names and strings are read from the source afterwards. That also lets
//! us hide what `hcl-edit` refuses and Terraform does not: a line break inside `{ for … }`, and
//! a key that repeats.

use std::ops::Range;

use super::MAX_KEYS;
use super::lexeme::{block_comment, identifier, is_assignment, line_start, starts_for};

/// What ends an expression.
#[derive(Clone, Copy)]
pub(super) enum Until {
    /// The end of the line, or the `}` of a block on one line.
    Line,
    /// The `}` of the `${` or `%{` that stands here.
    Brace { open: usize },
}

/// An expression's text.
pub(super) struct Scan {
    /// Up to what ends it, blanks and comments included.
    pub(super) range: Range<usize>,
    /// As long as the range.
    pub(super) masked: String,
    pub(super) comments: Vec<Range<usize>>,
    /// Strings that end with their line; the expression can be delimited but not read.
    pub(super) errors: Vec<Fault>,
}

/// Text that is wrong, and why.
#[derive(Debug)]
pub(super) struct Fault {
    pub(super) range: Range<usize>,
    pub(super) message: String,
    /// How far the scan went before it gave up.
    pub(super) reached: usize,
}

enum Open<'t> {
    /// `(` or `[`, or a brace that starts a `for`: line breaks mean nothing inside.
    Bracket {
        at: usize,
        close: u8,
    },
    /// `{` of an object, where a line break separates items.
    Object {
        at: usize,
        keys: Keys,
    },
    /// `${` or `%{`.
    Sequence {
        at: usize,
    },
    Quoted {
        at: usize,
    },
    Heredoc {
        at: usize,
        marker: &'t str,
        line_start: bool,
    },
}

/// What is needed to give each key of an object a stand-in that no other key has.
struct Keys {
    /// Whether the next token begins an item.
    fresh: bool,
    count: usize,
    /// Of keys of one byte, of two, and longer.
    used: [usize; 3],
}

#[derive(Clone, Copy)]
struct Template {
    at: usize,
    /// Whether it begins an item of an object, and so may be its key.
    is_key: bool,
    /// How many brackets it lies in.
    depth: usize,
}

struct Scanner<'t> {
    text: &'t str,
    at: usize,
    /// Where the current line starts, or the scan if that is on the same line.
    line: usize,
    stack: Vec<Open<'t>>,
    /// The outermost string or heredoc that the scan is in.
    template: Option<Template>,
    masked: Vec<u8>,
    placeholders: usize,
    comments: Vec<Range<usize>>,
    errors: Vec<Fault>,
    /// Whether indentation is to be believed: a `}` in the first column closes no indented line's
    /// brace.
    rigid: bool,
}

/// Walks from `start` to the end of the expression there.
pub(super) fn scan(text: &str, start: usize, until: Until, rigid: bool) -> Result<Scan, Fault> {
    let mut scanner = Scanner {
        text,
        at: start,
        line: start,
        stack: Vec::new(),
        template: None,
        masked: Vec::new(),
        placeholders: 0,
        comments: Vec::new(),
        errors: Vec::new(),
        rigid,
    };
    loop {
        let done = match scanner.stack.last() {
            Some(Open::Quoted { .. }) => scanner.quoted(),
            Some(Open::Heredoc { .. }) => scanner.heredoc(),
            _ => scanner.code(until),
        };
        let done = match done {
            Ok(done) => done,
            // A string that swallowed a bracket is the likelier cause.
            Err(fault) if scanner.errors.is_empty() => return Err(fault),
            Err(fault) => return Err(Fault { reached: fault.reached, ..scanner.errors.remove(0) }),
        };
        if done {
            return Ok(Scan {
                range: start..scanner.at,
                masked: String::from_utf8(scanner.masked).unwrap_or_default(),
                comments: scanner.comments,
                errors: scanner.errors,
            });
        }
    }
}

impl<'t> Scanner<'t> {
    fn byte(&self, ahead: usize) -> Option<u8> {
        self.text.as_bytes().get(self.at + ahead).copied()
    }

    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// Takes bytes into the expression as they are.
    fn take(&mut self, len: usize) {
        let end = (self.at + len).min(self.text.len());
        if self.template.is_none() {
            self.masked.extend_from_slice(&self.text.as_bytes()[self.at..end]);
        }
        self.at = end;
    }

    /// Takes bytes that mean nothing to the expression.
    fn blank(&mut self, len: usize) {
        if self.template.is_none() {
            self.masked.resize(self.masked.len() + len, b' ');
        }
        self.at += len;
    }

    fn fault(&self, range: Range<usize>, message: impl Into<String>) -> Fault {
        Fault { range, message: message.into(), reached: self.at }
    }

    /// Whether a line break only separates tokens here.
    fn ignores_newlines(&self, until: Until) -> bool {
        match self.stack.last() {
            Some(Open::Object { .. }) => false,
            Some(_) => true,
            None => matches!(until, Until::Brace { .. }),
        }
    }

    fn code(&mut self, until: Until) -> Result<bool, Fault> {
        let Some(byte) = self.byte(0) else { return self.end_of_text(until) };
        match byte {
            b'\n' => {
                if self.stack.is_empty() && matches!(until, Until::Line) {
                    return Ok(true);
                }
                if self.ignores_newlines(until) {
                    self.blank(1)
                } else {
                    self.take(1)
                }
                self.line = self.at;
                self.refresh();
            }
            b' ' | b'\t' | b'\r' => self.blank(1),
            b'#' => self.line_comment(),
            b'/' if self.byte(1) == Some(b'/') => self.line_comment(),
            b'/' if self.byte(1) == Some(b'*') => {
                let Some(len) = block_comment(self.rest()) else {
                    let fault = self.fault(self.at..self.at + 2, "unterminated comment");
                    return Err(Fault { reached: self.text.len(), ..fault });
                };
                self.comment(len);
            }
            b'"' => {
                self.enter_template();
                self.stack.push(Open::Quoted { at: self.at });
                self.at += 1;
            }
            b'<' if self.byte(1) == Some(b'<') => self.heredoc_start(),
            b'(' => self.open(b')'),
            b'[' => self.open(b']'),
            b'{' => self.open(b'}'),
            b')' | b']' | b'}' => return self.close(byte),
            b',' => {
                self.take(1);
                self.refresh();
            }
            b'=' if self.byte(1) == Some(b'=') || self.byte(1) == Some(b'>') => self.take(2),
            b'!' | b'<' | b'>' if self.byte(1) == Some(b'=') => self.take(2),
            b'=' => return self.assignment(),
            _ => {
                let len = identifier(self.rest());
                if len == 0 {
                    self.key();
                    self.take(self.rest().chars().next().map_or(1, char::len_utf8));
                } else if self.key() && is_assignment(&self.rest()[len..]) {
                    self.stand_in(len)?;
                } else {
                    self.take(len);
                }
            }
        }
        Ok(false)
    }

    /// A lone `=`, which can only stand in an object: elsewhere, a bracket before it lacks its end.
    fn assignment(&mut self) -> Result<bool, Fault> {
        if let Some(Open::Bracket { at, close }) = self.stack.last() {
            return Err(match *at >= self.line {
                true => self.fault(
                    self.at..self.at + 1,
                    format!("expected `{}`, found `=`", char::from(*close)),
                ),
                false => self.unclosed(*at, 1),
            });
        }
        self.take(1);
        Ok(false)
    }

    fn end_of_text(&self, until: Until) -> Result<bool, Fault> {
        let (at, len) = match (self.stack.last(), until) {
            (None, Until::Line) => return Ok(true),
            (None, Until::Brace { open }) => (open, 2),
            (Some(Open::Sequence { at }), _) => (*at, 2),
            (Some(Open::Heredoc { at, .. } | Open::Quoted { at }), _) => (*at, 1),
            (Some(Open::Bracket { at, .. } | Open::Object { at, .. }), _) => (*at, 1),
        };
        Err(self.unclosed(at, len))
    }

    fn unclosed(&self, at: usize, len: usize) -> Fault {
        let opener = self.text.get(at..at + len).unwrap_or_default();
        self.fault(at..at + len, format!("unclosed `{opener}`"))
    }

    fn line_comment(&mut self) {
        let line = self.rest().split('\n').next().unwrap_or_default();
        self.comment(line.strip_suffix('\r').unwrap_or(line).len());
    }

    fn comment(&mut self, len: usize) {
        if self.template.is_none() {
            self.comments.push(self.at..self.at + len);
        }
        self.blank(len);
    }

    fn open(&mut self, close: u8) {
        self.key();
        let at = self.at;
        let keys = Keys { fresh: true, count: 0, used: [0; 3] };
        self.take(1);
        self.stack.push(if close == b'}' && !starts_for(self.rest()) {
            Open::Object { at, keys }
        } else {
            Open::Bracket { at, close }
        });
    }

    fn close(&mut self, byte: u8) -> Result<bool, Fault> {
        let (at, expected) = match self.stack.last() {
            Some(Open::Bracket { at, close }) => (*at, *close),
            Some(Open::Object { at, .. } | Open::Sequence { at }) => (*at, b'}'),
            _ if byte == b'}' => return Ok(true),
            // The parser finds it where it expected an operator.
            _ => {
                self.take(1);
                return Ok(false);
            }
        };
        let is_sequence = matches!(self.stack.last(), Some(Open::Sequence { .. }));
        if byte != expected {
            let on_this_line = at >= self.line;
            return Err(match on_this_line {
                true => self.fault(
                    self.at..self.at + 1,
                    format!("expected `{}`, found `{}`", char::from(expected), char::from(byte)),
                ),
                false => self.unclosed(at, if is_sequence { 2 } else { 1 }),
            });
        }
        if self.rigid && self.at == self.line && !is_sequence {
            let opened_on = line_start(self.text, at);
            if self.text[opened_on..].starts_with([' ', '\t']) {
                return Err(self.unclosed(at, 1));
            }
        }
        self.stack.pop();
        self.take(1);
        Ok(false)
    }

    /// Marks that an item of an object has begun; says whether it began just now.
    fn key(&mut self) -> bool {
        match self.stack.last_mut() {
            Some(Open::Object { keys, .. }) if self.template.is_none() => {
                std::mem::replace(&mut keys.fresh, false)
            }
            _ => false,
        }
    }

    /// After a line break or a comma, the next token begins an item.
    fn refresh(&mut self) {
        if let Some(Open::Object { keys, .. }) = self.stack.last_mut() {
            keys.fresh = true;
        }
    }

    /// Takes a key, and leaves in its place a name that no other key of the object has.
    fn stand_in(&mut self, len: usize) -> Result<(), Fault> {
        let range = self.at..self.at + len;
        self.at = range.end;
        let Some(Open::Object { keys, .. }) = self.stack.last_mut() else { return Ok(()) };
        keys.count += 1;
        if keys.count > MAX_KEYS {
            return Err(self.fault(range, format!("more than {MAX_KEYS} keys in one object")));
        }
        let used = &mut keys.used[len.min(3) - 1];
        let mut number = *used;
        *used += 1;
        // A name must not begin with a digit.
        let mut first = true;
        for _ in 0..len {
            let letters = if first { &ALPHABET[..53] } else { ALPHABET };
            self.masked.push(letters[number % letters.len()]);
            number /= letters.len();
            first = false;
        }
        Ok(())
    }

    fn enter_template(&mut self) {
        let is_key = self.key();
        if self.template.is_none() {
            self.template = Some(Template { at: self.at, is_key, depth: self.stack.len() });
        }
    }

    /// Leaves a string or heredoc: the scan stands after its last byte.
    fn leave_template(&mut self) -> Result<(), Fault> {
        let depth = self.stack.len();
        let Some(left) = self.template.take_if(|it| depth <= it.depth) else { return Ok(()) };
        let start = left.at;
        let len = self.at - start;
        if left.is_key && is_assignment(self.rest()) {
            self.at = start;
            return self.stand_in(len);
        }
        let inner = self.text.as_bytes().get(start + 1..self.at.max(start + 2) - 1);
        let inner = inner.unwrap_or_default();
        self.masked.push(b'"');
        if inner.len() <= 3 && inner.iter().all(u8::is_ascii_alphanumeric) {
            self.masked.extend_from_slice(inner);
        } else {
            // Different strings must look different, as they may be part of a key.
            let mut number = self.placeholders;
            self.placeholders += 1;
            for _ in 0..len.saturating_sub(2) {
                self.masked.push(ALPHABET[number % ALPHABET.len()]);
                number /= ALPHABET.len();
            }
        }
        if len > 1 {
            self.masked.push(b'"');
        }
        Ok(())
    }

    fn quoted(&mut self) -> Result<bool, Fault> {
        let rest = self.rest();
        let plain = rest.bytes().position(|it| matches!(it, b'"' | b'\\' | b'$' | b'%' | b'\n'));
        self.at += plain.unwrap_or(rest.len());
        match self.byte(0) {
            Some(b'"') => {
                self.at += 1;
                self.stack.pop();
                self.leave_template()?;
            }
            Some(b'\\') => {
                let skip = matches!(self.byte(1), Some(b'"' | b'\\'));
                self.at += if skip { 2 } else { 1 };
            }
            Some(b'\n') | None => self.unterminated()?,
            Some(_) => self.sequence(),
        }
        Ok(false)
    }

    /// Takes `$` or `%`, and what it makes of the text that follows.
    fn sequence(&mut self) {
        let rest = self.rest();
        if rest.starts_with("$${") || rest.starts_with("%%{") {
            self.at += 3;
        } else if rest.starts_with("${") || rest.starts_with("%{") {
            self.stack.push(Open::Sequence { at: self.at });
            self.at += 2;
        } else {
            self.at += 1;
        }
    }

    /// A string that runs into the end of its line ends there, along with whatever string on the
    /// same line it stands in: the quotes that are left are more likely odd than the lines are.
    fn unterminated(&mut self) -> Result<(), Fault> {
        let on_this_line =
            |it: &Open<'_>| matches!(it, Open::Quoted { at } if *at >= self.line).then_some(());
        let outermost = self.stack.iter().position(|it| on_this_line(it).is_some());
        let Some(index) = outermost else {
            let Some(Open::Quoted { at }) = self.stack.last() else { return Ok(()) };
            let line = self.text[*at..].split(['\r', '\n']).next().unwrap_or_default();
            return Err(self.fault(*at..*at + line.len(), "unterminated string"));
        };
        if let Some(Open::Quoted { at }) = self.stack.get(index) {
            let string = self.text[*at..self.at].trim_end();
            let fault = self.fault(*at..*at + string.len(), "unterminated string");
            self.errors.push(fault);
        }
        self.stack.truncate(index);
        self.leave_template()
    }

    fn heredoc_start(&mut self) {
        let rest = self.rest();
        let after = &rest[if rest.starts_with("<<-") { 3 } else { 2 }..];
        let marker = &after[..identifier(after)];
        let line = after.split('\n').next().unwrap_or_default();
        let extra = line[marker.len()..].trim_end_matches('\r');
        if marker.is_empty() {
            self.key();
            return self.take(2);
        }
        let start = rest.len() - after.len() + marker.len();
        if !extra.is_empty() {
            let range = self.at + start..self.at + start + extra.len();
            let fault = self.fault(range, format!("expected a new line after `{marker}`"));
            self.errors.push(fault);
        }
        self.enter_template();
        self.stack.push(Open::Heredoc { at: self.at, marker, line_start: true });
        self.at += rest.len() - after.len() + line.len();
        if self.byte(0).is_some() {
            self.at += 1;
        }
        self.line = self.at;
    }

    fn heredoc(&mut self) -> Result<bool, Fault> {
        let rest = self.rest();
        let here = self.at;
        let Some(Open::Heredoc { at, marker, line_start }) = self.stack.last_mut() else {
            return Ok(false);
        };
        let at = *at;
        if std::mem::replace(line_start, false) {
            self.line = here;
            let line = rest.split('\n').next().unwrap_or_default();
            if line.trim() == *marker {
                if line.len() == rest.len() {
                    let fault = format!("expected a new line after `{marker}`");
                    let range = self.text.len()..self.text.len();
                    self.errors.push(Fault { range, message: fault, reached: here });
                }
                self.at += line.trim_end().len();
                self.stack.pop();
                self.leave_template()?;
                return Ok(false);
            }
        }
        let plain = rest.bytes().position(|it| matches!(it, b'$' | b'%' | b'\n'));
        self.at += plain.unwrap_or(rest.len());
        match self.byte(0) {
            Some(b'\n') => {
                self.at += 1;
                if let Some(Open::Heredoc { line_start, .. }) = self.stack.last_mut() {
                    *line_start = true;
                }
            }
            Some(_) => self.sequence(),
            None => {
                let opener = self.text[at..].split(['\r', '\n']).next().unwrap_or_default();
                return Err(self.fault(at..at + opener.len(), "unterminated heredoc"));
            }
        }
        Ok(false)
    }
}

/// First what may begin a name.
const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_0123456789";
