//! Tokens, and what a number looks like.

use super::Parser;

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Token {
    Open(u8),
    Close(u8),
    Colon,
    Comma,
    Quote,
    /// Anything else up to a blank or one of the above; ends here.
    Word(usize),
    End,
}

impl Parser<'_> {
    /// Skips blanks, and comments with an error; the token that then starts at `self.at`.
    pub(super) fn token(&mut self) -> Token {
        let bytes = self.text.as_bytes();
        loop {
            while matches!(bytes.get(self.at), Some(b' ' | b'\t' | b'\r' | b'\n')) {
                self.at += 1;
            }
            let rest = &self.text[self.at..];
            let comment = if rest.starts_with("/*") {
                rest.find("*/").map_or(rest.len(), |it| it + 2)
            } else if rest.starts_with("//") || rest.starts_with('#') {
                rest.find(['\r', '\n']).unwrap_or(rest.len())
            } else {
                break;
            };
            self.error(self.at..self.at + comment, "JSON has no comments");
            self.at += comment;
        }
        match bytes.get(self.at) {
            None => Token::End,
            Some(it @ (b'{' | b'[')) => Token::Open(*it),
            Some(it @ (b'}' | b']')) => Token::Close(*it),
            Some(b':') => Token::Colon,
            Some(b',') => Token::Comma,
            Some(b'"') => Token::Quote,
            Some(_) => Token::Word(self.word_end()),
        }
    }

    fn word_end(&self) -> usize {
        let bytes = self.text.as_bytes();
        if bytes[self.at] == b'\'' {
            let closed = bytes[self.at + 1..].iter().position(|it| matches!(it, b'\'' | b'\n'));
            if let Some(length) = closed
                && bytes[self.at + 1 + length] == b'\''
            {
                return self.at + length + 2;
            }
        }
        let ends = |it: &u8| b" \t\r\n{}[]:,\"".contains(it);
        bytes[self.at..].iter().position(ends).map_or(bytes.len(), |it| self.at + it)
    }
}

/// What is wrong with a number, if anything is.
pub(super) fn number_error(text: &str) -> Option<&'static str> {
    let digits = |it: &str| it.bytes().take_while(u8::is_ascii_digit).count();
    let rest = text.strip_prefix('-').unwrap_or(text);
    let whole = digits(rest);
    if whole == 0 {
        return Some("expected a digit");
    }
    if whole > 1 && rest.starts_with('0') {
        return Some("expected a number without leading zeros");
    }
    let mut rest = &rest[whole..];
    if let Some(fraction) = rest.strip_prefix('.') {
        let count = digits(fraction);
        if count == 0 {
            return Some("expected a digit after the decimal point");
        }
        rest = &fraction[count..];
    }
    if let Some(exponent) = rest.strip_prefix(['e', 'E']) {
        let exponent = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
        let count = digits(exponent);
        if count == 0 {
            return Some("expected a digit in the exponent");
        }
        rest = &exponent[count..];
    }
    (!rest.is_empty()).then_some("expected a number")
}
