//! Reads templates: quoted strings, heredocs, files, and the strings of `.tf.json`.
//!
//! What `~` and `<<-` take away goes by the tokens of Terraform's own scanner: the text between
//! two sequences is one token in a quoted string, and one token a line elsewhere.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation as _;

use super::body::Parser;
use super::lexeme::{identifier, line_start};
use super::scan::{Scan, Until, scan};
use super::{Expr, ExprKind, ForDirective, IfDirective, MAX_DIRECTIVES, MAX_TEMPLATES, Part};

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    /// With escapes.
    Quoted,
    /// Of `<<`.
    Heredoc,
    /// Of `<<-`.
    Flush,
    /// A file, or the text of a string in JSON.
    Bare,
}

/// Text, or the escape that stands for it.
struct Piece {
    range: Range<usize>,
    /// What an escape stands for; none for text that stands for itself.
    escape: Option<String>,
}

enum Token {
    Literal(Vec<Piece>),
    Interpolation { value: Expr, range: Range<usize> },
    Directive { directive: Directive, range: Range<usize> },
}

enum Directive {
    If(Expr),
    Else,
    EndIf,
    For {
        key: Option<String>,
        value: String,
        collection: Expr,
    },
    EndFor,
    /// An error says why.
    Unknown,
}

/// A directive whose end is still to come.
struct Open {
    directive: Opener,
    range: Range<usize>,
    /// What stands before it.
    before: Vec<Part>,
}

enum Opener {
    If { condition: Expr, then: Option<Vec<Part>> },
    For { key: Option<String>, value: String, collection: Expr },
}

/// Where the line break after a line is a token of its own, rather than part of the line's; zero
/// where it is not. Terraform's scanner takes `$` and a blank together, and if the line ends there
/// it starts a new token: so `~` before the next line takes the break and leaves the blank.
fn split_line_break(line: &str) -> usize {
    let after_sign = |it: &str| {
        let bare = it.strip_suffix([' ', '\t', '\r']);
        bare.is_some_and(|it| it.ends_with(['$', '%']))
    };
    match line.strip_suffix('\r') {
        _ if after_sign(line) => line.len(),
        Some(rest) if after_sign(rest) => rest.len(),
        _ => 0,
    }
}

impl Parser<'_> {
    /// The string or heredoc that covers a range, its marks included.
    pub(super) fn string(&mut self, range: Range<usize>) -> ExprKind {
        let text = self.text.get(range.clone()).unwrap_or_default();
        let parts = if text.starts_with('"') && text.len() > 1 {
            self.template(range.start + 1..range.end - 1, Style::Quoted)
        } else {
            let style = if text.starts_with("<<-") { Style::Flush } else { Style::Heredoc };
            let start = range.start + text.find('\n').map_or(text.len(), |it| it + 1);
            let end = line_start(self.text, range.end);
            self.template(start..end.max(start), style)
        };
        ExprKind::Template(parts)
    }

    pub(super) fn template(&mut self, range: Range<usize>, style: Style) -> Vec<Part> {
        if self.templates >= MAX_TEMPLATES {
            let message = format!("templates nested more than {MAX_TEMPLATES} deep");
            self.error(range.start..range.start, message);
            let value = Expr { kind: ExprKind::Broken, span: self.span(range.clone()) };
            return vec![Part::Interpolation { value, span: self.span(range) }];
        }
        self.templates += 1;
        let mut tokens = self.tokens(range, style);
        self.templates -= 1;
        if style == Style::Flush {
            self.flush(&mut tokens);
        }
        self.nest(tokens)
    }

    /// The parts of text that stands for itself.
    pub(super) fn exact(&self, range: Range<usize>) -> Vec<Part> {
        let mut parts = Vec::new();
        self.emit(vec![Piece { range, escape: None }], &mut parts);
        parts
    }

    /// What literal text says.
    pub(super) fn literal_text(&mut self, range: Range<usize>, style: Style) -> String {
        let (pieces, _) = self.literal(range, style);
        pieces.iter().map(|it| self.says(it)).collect()
    }

    fn says<'p>(&'p self, piece: &'p Piece) -> &'p str {
        match &piece.escape {
            Some(text) => text,
            None => self.text.get(piece.range.clone()).unwrap_or_default(),
        }
    }

    fn tokens(&mut self, range: Range<usize>, style: Style) -> Vec<Token> {
        let mut tokens = Vec::new();
        let mut at = range.start;
        // Whether the sequence before ended in `~}`.
        let mut trim = false;
        while at < range.end {
            let rest = self.rest(at);
            if !(rest.starts_with("${") || rest.starts_with("%{")) {
                let (mut pieces, end) = self.literal(at..range.end, style);
                if std::mem::take(&mut trim) {
                    self.trim_start(&mut pieces);
                }
                tokens.push(Token::Literal(pieces));
                at = end;
                continue;
            }
            let tilde = rest[2..].starts_with('~');
            if tilde && let Some(Token::Literal(pieces)) = tokens.last_mut() {
                self.trim_end(pieces);
            }
            let start = at + if tilde { 3 } else { 2 };
            let mut scan = match scan(self.text, start, Until::Brace { open: at }, self.rigid) {
                Ok(scan) => scan,
                Err(fault) => {
                    self.error(fault.range, fault.message);
                    let range = at..range.end;
                    let value = Expr { kind: ExprKind::Broken, span: self.span(range.clone()) };
                    tokens.push(Token::Interpolation { value, range });
                    break;
                }
            };
            let end = scan.range.end + 1;
            trim = scan.masked.ends_with('~');
            if trim {
                scan.masked.pop();
                scan.range.end -= 1;
            }
            tokens.push(match rest.starts_with('$') {
                true => Token::Interpolation { value: self.expression(scan), range: at..end },
                false => Token::Directive { directive: self.directive(scan), range: at..end },
            });
            at = end;
        }
        tokens
    }

    /// Literal text up to a sequence, or to the end of the line where that ends a token.
    fn literal(&mut self, range: Range<usize>, style: Style) -> (Vec<Piece>, usize) {
        let mut pieces = Vec::new();
        let mut from = range.start;
        let mut at = range.start;
        while at < range.end {
            let rest = self.text.get(at..range.end).unwrap_or_default();
            let Some(byte) = rest.bytes().next() else { break };
            let escape = match byte {
                b'\\' if style == Style::Quoted => Some(self.escape(at)),
                b'$' if rest.starts_with("$${") => Some(("${".to_owned(), 3)),
                b'%' if rest.starts_with("%%{") => Some(("%{".to_owned(), 3)),
                b'$' | b'%' if rest[1..].starts_with('{') => break,
                b'\n' if style != Style::Quoted => {
                    let line = self.text.get(range.start..at).unwrap_or_default();
                    at = match split_line_break(line) {
                        0 => at + 1,
                        apart => range.start + apart,
                    };
                    break;
                }
                _ => None,
            };
            let Some((text, len)) = escape else {
                // Up to the next byte that may mean something.
                let special = |it: u8| matches!(it, b'\\' | b'$' | b'%' | b'\n');
                let skipped = rest.bytes().skip(1).position(special);
                at += skipped.map_or(rest.len(), |it| it + 1);
                continue;
            };
            if from < at {
                pieces.push(Piece { range: from..at, escape: None });
            }
            let end = (at + len).min(range.end);
            pieces.push(Piece { range: at..end, escape: Some(text) });
            at = end;
            from = end;
        }
        let at = at.min(range.end);
        if from < at {
            pieces.push(Piece { range: from..at, escape: None });
        }
        (pieces, at)
    }

    /// What the escape at an offset stands for, and its length.
    fn escape(&mut self, at: usize) -> (String, usize) {
        let rest = self.rest(at);
        let Some(letter) = rest[1..].chars().next() else { return (rest.to_owned(), rest.len()) };
        let digits = match letter {
            'n' => return ("\n".to_owned(), 2),
            'r' => return ("\r".to_owned(), 2),
            't' => return ("\t".to_owned(), 2),
            '"' | '\\' => return (letter.to_string(), 2),
            'u' => 4,
            'U' => 8,
            _ => {
                let len = 1 + letter.len_utf8();
                self.error(at..at + len, format!("unknown escape `\\{letter}`"));
                return (rest[..len].to_owned(), len);
            }
        };
        let hex: String = rest[2..].chars().take(digits).filter(char::is_ascii_hexdigit).collect();
        let len = 2 + hex.len();
        let character = u32::from_str_radix(&hex, 16).ok().and_then(char::from_u32);
        if hex.len() < digits {
            let message = format!("expected {digits} hexadecimal digits after `\\{letter}`");
            self.error(at..at + len, message);
        } else if character.is_none() {
            self.error(at..at + len, format!("`\\{letter}{hex}` is not a character"));
        }
        let character = character.unwrap_or(char::REPLACEMENT_CHARACTER);
        (character.to_string(), len)
    }

    fn trim_start(&self, pieces: &mut Vec<Piece>) {
        while let Some(first) = pieces.first_mut() {
            let text = self.says(first);
            let left = text.trim_start().len();
            if left > 0 {
                if first.escape.is_none() {
                    first.range.start = first.range.end - left;
                }
                return;
            }
            pieces.remove(0);
        }
    }

    fn trim_end(&self, pieces: &mut Vec<Piece>) {
        while let Some(last) = pieces.last_mut() {
            let left = self.says(last).trim_end().len();
            if left > 0 {
                if last.escape.is_none() {
                    last.range.end = last.range.start + left;
                }
                return;
            }
            pieces.pop();
        }
    }

    /// Takes away the indentation that all lines share, as `flushHeredocTemplateParts` in
    /// `hashicorp/hcl` does: after `~`, so that a line whose break `~` took has no start here.
    fn flush(&self, tokens: &mut [Token]) {
        let mut shared = usize::MAX;
        let mut lines = Vec::new();
        let mut line_start = true;
        for (index, token) in tokens.iter().enumerate() {
            let text: Option<String> = match token {
                Token::Literal(pieces) => Some(pieces.iter().map(|it| self.says(it)).collect()),
                Token::Interpolation { .. } | Token::Directive { .. } => None,
            };
            if std::mem::replace(&mut line_start, false) {
                match &text {
                    Some(text) => {
                        let content = text.trim_start();
                        if !(content.is_empty() && text.ends_with('\n')) {
                            let blanks = &text[..text.len() - content.len()];
                            shared = shared.min(blanks.graphemes(true).count());
                            lines.push(index);
                        }
                    }
                    None => shared = 0,
                }
            }
            line_start = text.is_some_and(|it| it.ends_with('\n'));
        }
        for index in lines {
            if let Some(Token::Literal(pieces)) = tokens.get_mut(index)
                && let Some(first) = pieces.first_mut()
                && first.escape.is_none()
            {
                let text = self.text.get(first.range.clone()).unwrap_or_default();
                let len: usize = text.graphemes(true).take(shared).map(str::len).sum();
                first.range.start += len;
            }
        }
    }

    fn directive(&mut self, mut scan: Scan) -> Directive {
        let blanks = scan.masked.len() - scan.masked.trim_start().len();
        let start = scan.range.start + blanks;
        let end = start + identifier(&scan.masked[blanks..]);
        let keyword = self.text.get(start..end).unwrap_or_default();
        scan.masked.drain(..end - scan.range.start);
        scan.range.start = end;
        let ending = match keyword {
            "if" => return Directive::If(self.expression(scan)),
            "for" => return self.for_directive(scan),
            "else" => Directive::Else,
            "endif" => Directive::EndIf,
            "endfor" => Directive::EndFor,
            _ => {
                let token = if start < end { start..end } else { self.token(start) };
                self.error(token, "expected `if`, `else`, `endif`, `for` or `endfor`");
                return Directive::Unknown;
            }
        };
        self.absorb(&mut scan);
        let extra = scan.masked.trim_start();
        if !extra.is_empty() {
            let token = self.token(scan.range.end - extra.len());
            self.error(token, "expected `}`");
        }
        ending
    }

    fn for_directive(&mut self, mut scan: Scan) -> Directive {
        let mut names = Vec::new();
        let masked = std::mem::take(&mut scan.masked);
        let mut rest = masked.trim_start();
        let at = |rest: &str| scan.range.end - rest.len();
        loop {
            let len = identifier(rest);
            if len == 0 {
                let token = self.token(at(rest));
                self.error(token, "expected a name");
                return Directive::Unknown;
            }
            let name = self.text.get(at(rest)..at(rest) + len).unwrap_or_default();
            names.push(name.to_owned());
            rest = rest[len..].trim_start();
            match rest.strip_prefix(',') {
                Some(more) if names.len() == 1 => rest = more.trim_start(),
                _ => break,
            }
        }
        if identifier(rest) != 2 || !rest.starts_with("in") {
            let token = self.token(at(rest));
            self.error(token, "expected `in`");
            return Directive::Unknown;
        }
        rest = &rest[2..];
        scan.range.start = at(rest);
        scan.masked = rest.to_owned();
        let collection = self.expression(scan);
        let value = names.pop().unwrap_or_default();
        Directive::For { key: names.pop(), value, collection }
    }

    /// Puts what stands between a directive and its end inside it.
    fn nest(&mut self, tokens: Vec<Token>) -> Vec<Part> {
        let mut stack: Vec<Open> = Vec::new();
        let mut parts = Vec::new();
        for token in tokens {
            let (directive, range) = match token {
                Token::Literal(pieces) => {
                    self.emit(pieces, &mut parts);
                    continue;
                }
                Token::Interpolation { value, range } => {
                    parts.push(Part::Interpolation { value, span: self.span(range) });
                    continue;
                }
                Token::Directive { directive, range } => (directive, range),
            };
            let opener = match directive {
                Directive::If(condition) => Opener::If { condition, then: None },
                Directive::For { key, value, collection } => Opener::For { key, value, collection },
                Directive::Else => {
                    match stack.last_mut().map(|it| &mut it.directive) {
                        Some(Opener::If { then: then @ None, .. }) => {
                            *then = Some(std::mem::take(&mut parts));
                        }
                        _ => self.error(range, "`else` without an `if`"),
                    }
                    continue;
                }
                Directive::EndIf => {
                    match stack.pop_if(|it| matches!(it.directive, Opener::If { .. })) {
                        Some(open) => parts = self.close(open, parts),
                        None => self.error(range, "`endif` without an `if`"),
                    }
                    continue;
                }
                Directive::EndFor => {
                    match stack.pop_if(|it| matches!(it.directive, Opener::For { .. })) {
                        Some(open) => parts = self.close(open, parts),
                        None => self.error(range, "`endfor` without a `for`"),
                    }
                    continue;
                }
                Directive::Unknown => {
                    let span = self.span(range);
                    let value = Expr { kind: ExprKind::Broken, span };
                    parts.push(Part::Interpolation { value, span });
                    continue;
                }
            };
            if stack.len() >= MAX_DIRECTIVES {
                self.error(range, format!("directives nested more than {MAX_DIRECTIVES} deep"));
                continue;
            }
            stack.push(Open { directive: opener, range, before: std::mem::take(&mut parts) });
        }
        while let Some(open) = stack.pop() {
            let message = match open.directive {
                Opener::If { .. } => "`if` without an `endif`",
                Opener::For { .. } => "`for` without an `endfor`",
            };
            self.error(open.range.clone(), message);
            parts = self.close(open, parts);
        }
        parts
    }

    /// What stands before a directive, and the directive with its last parts.
    fn close(&self, open: Open, parts: Vec<Part>) -> Vec<Part> {
        let span = self.span(open.range);
        let part = match open.directive {
            Opener::If { condition, then: Some(then) } => {
                Part::If(Box::new(IfDirective { condition, then, otherwise: parts, span }))
            }
            Opener::If { condition, then: None } => {
                let otherwise = Vec::new();
                Part::If(Box::new(IfDirective { condition, then: parts, otherwise, span }))
            }
            Opener::For { key, value, collection } => {
                Part::For(Box::new(ForDirective { key, value, collection, body: parts, span }))
            }
        };
        let mut before = open.before;
        before.push(part);
        before
    }

    fn emit(&self, pieces: Vec<Piece>, parts: &mut Vec<Part>) {
        for piece in pieces {
            match piece.escape {
                Some(text) => {
                    parts.push(Part::Literal { text, span: self.span(piece.range), exact: false });
                }
                None if piece.range.is_empty() => {}
                None => parts.extend(self.origin.stretches(piece.range).into_iter().map(|it| {
                    let text = self.text.get(it.range).unwrap_or_default().to_owned();
                    Part::Literal { text, span: it.span, exact: it.exact }
                })),
            }
        }
    }
}
