//! The parser's errors in our words: what was expected, and where.

use std::ops::Range;

use granit_parser::ErrorKind;

use super::quoted;
use super::scalar::line_start;

/// Which text is wrong, and what was expected, when the parser stopped at `at`.
///
/// `after` is where the last thing that could be read ends; `bracket`, where the outermost flow
/// collection starts that is still open.
pub(super) fn describe(
    source: &str,
    kind: &ErrorKind,
    at: usize,
    after: usize,
    bracket: Option<usize>,
) -> (Range<usize>, String) {
    if let Some(tab) = tab_in_indentation(source, kind, at) {
        let message = "expected spaces: YAML does not allow tabs in indentation";
        return (tab, message.to_owned());
    }
    if unclosed_quote(kind)
        && let Some(quote) = quoted::opening(source, after.min(at))
    {
        let message = format!("expected a closing `{}`", &source[quote..=quote]);
        return (quote..line_end(source, quote), message);
    }
    if let Some(bracket) = bracket
        && (unclosed_bracket(kind) || line_start(source, at) > bracket)
    {
        let closing = if source[bracket..].starts_with('[') { ']' } else { '}' };
        return (bracket..bracket + 1, format!("expected a closing `{closing}`"));
    }
    if let Some(tag) = second_tag(source, at) {
        let message = "expected one tag: write the inner function as `Fn::…: …`";
        return (tag, message.to_owned());
    }
    // An underline needs a character; at the end of a line there is none.
    let length =
        source[at..].chars().next().filter(|it| !it.is_whitespace()).map_or(0, char::len_utf8);
    let message = match kind {
        ErrorKind::MappingValueNotAllowed | ErrorKind::InvalidColonPlacement => {
            colon(&source[line_start(source, at)..at])
        }
        _ => message(kind),
    };
    (at..at + length, message)
}

/// The tag at `at`, if another stands before it, as in `!Base64 !Sub text`.
fn second_tag(source: &str, at: usize) -> Option<Range<usize>> {
    let word = source[at..].split_whitespace().next().filter(|it| it.starts_with('!'))?;
    let before = source[line_start(source, at)..at].split_whitespace().next_back()?;
    (before.starts_with('!') && source[at..].starts_with('!')).then(|| at..at + word.len())
}

/// What was expected instead of a colon after `before`, on its line.
fn colon(before: &str) -> String {
    let message = match before.contains(": ") {
        true => "expected no second `:` on this line: text that contains `: ` needs quotes",
        false => "expected no `:` here: a key has the indentation of the keys beside it",
    };
    message.to_owned()
}

/// The tabs of the first line, from that of `at` on, that starts with one.
fn tab_in_indentation(source: &str, kind: &ErrorKind, at: usize) -> Option<Range<usize>> {
    let about_tabs = matches!(
        kind,
        ErrorKind::TabNotAllowed
            | ErrorKind::TabInBlockIndentation
            | ErrorKind::TabInIndentation
            | ErrorKind::TabInPlainScalar
            | ErrorKind::TabAtBlockScalarStart
            | ErrorKind::InvalidBlockEntryWhitespace
            | ErrorKind::InvalidMappingValueWhitespace
    );
    if !about_tabs {
        return None;
    }
    let start = line_start(source, at);
    super::lines(source, start).find_map(|(line, text)| {
        let blanks = text.len() - text.trim_start_matches([' ', '\t']).len();
        let tab = text[..blanks].find('\t')?;
        let has_content = !text[blanks..].trim().is_empty();
        (has_content && line + blanks >= at.min(line + blanks)).then_some(line + tab..line + blanks)
    })
}

fn unclosed_quote(kind: &ErrorKind) -> bool {
    matches!(
        kind,
        ErrorKind::UnclosedQuotedScalar
            | ErrorKind::InvalidQuotedScalarIndent
            | ErrorKind::DocumentIndicatorInQuotedScalar
    )
}

fn unclosed_bracket(kind: &ErrorKind) -> bool {
    matches!(
        kind,
        ErrorKind::UnclosedFlowCollection { .. }
            | ErrorKind::UnexpectedEofFlowSequence
            | ErrorKind::UnexpectedEofFlowMapping
            | ErrorKind::UnexpectedEofImplicitFlowMapping
    )
}

pub(super) fn line_end(source: &str, at: usize) -> usize {
    source[at..].find(['\r', '\n']).map_or(source.len(), |it| at + it)
}

fn message(kind: &ErrorKind) -> String {
    use ErrorKind as Kind;
    let text = match kind {
        Kind::RecursionLimitExceeded => "expected no deeper nesting: this is the limit",
        Kind::SimpleKeyExpected | Kind::InvalidSimpleKey => "expected a `:` after this key",
        Kind::ExpectedBlockMappingKey => "expected a key, indented like the keys above",
        Kind::ExpectedBlockSequenceEntry => "expected `- `, indented like the items above",
        Kind::ExpectedFlowMappingSeparator => "expected `,` or `}`",
        Kind::ExpectedFlowSequenceSeparator => "expected `,` or `]`",
        Kind::ExpectedNodeContent => "expected a value",
        Kind::ExpectedDocumentStart | Kind::InvalidDocumentEnd => {
            "expected the end of the document, or `---` and another one"
        }
        Kind::MissingDocumentEndBeforeDirective
        | Kind::MissingDirectiveName
        | Kind::InvalidDirectiveName => "expected no line that starts with `%` in a document",
        Kind::InvalidIndentation => "expected the indentation of the lines above",
        Kind::MappingKeyNotAllowed => "expected no key here",
        Kind::BlockSequenceEntryNotAllowed => {
            "expected no `- ` here: a sequence starts on a line of its own"
        }
        Kind::BlockEntryInFlowCollection => "expected no `- ` between brackets",
        Kind::PlainScalarStartsWithDashFlowIndicator => "expected a value after `-`",
        Kind::MisplacedFlowCollectionEnd => "expected no closing bracket here: none is open",
        Kind::MismatchedFlowCollectionEnd { open: '[', .. } => "expected `]`",
        Kind::MismatchedFlowCollectionEnd { .. } => "expected `}`",
        Kind::UnexpectedCharacter { character: '%' | '@' | '`' | '|' | '>' } => {
            "expected a value: text that starts with this character needs quotes"
        }
        Kind::UnexpectedCharacter { .. } => "expected text: YAML does not allow this character",
        Kind::BomInsideDocument => "expected no byte order mark here",
        Kind::CommentNotSeparated => "expected a space before `#`",
        Kind::CommentInterceptedScalar => "expected no comment inside text of several lines",
        Kind::InvalidTrailingSingleQuotedScalar | Kind::InvalidTrailingDoubleQuotedScalar => {
            "expected nothing more after the closing quote"
        }
        Kind::UnknownQuotedScalarEscape => {
            "expected an escape that YAML knows after `\\` in these double quotes"
        }
        Kind::InvalidQuotedScalarHexEscape | Kind::InvalidLowSurrogateHexEscape => {
            "expected hexadecimal digits in an escape in these double quotes"
        }
        Kind::InvalidLowSurrogate
        | Kind::MissingLowSurrogate
        | Kind::UnpairedLowSurrogate
        | Kind::InvalidUnicodeEscape => {
            "expected an escape in these double quotes to be a character"
        }
        Kind::InvalidBlockScalarHeader | Kind::ZeroBlockScalarIndent => {
            "expected the text to start on the next line: `|` and `>` stand alone, or with `+`, `-` or a digit"
        }
        Kind::InvalidBlockScalarIndent => "expected the indentation of the text above",
        Kind::MissingAnchorOrAliasName => {
            "expected a name: text that starts with `&` or `*` needs quotes"
        }
        Kind::InvalidTagTerminator
        | Kind::MissingTagUri
        | Kind::UnclosedVerbatimTag
        | Kind::InvalidTagEscape => "expected a tag: a name after `!`, and a space",
        Kind::UndeclaredTagHandle => "expected a tag with a single `!`",
        Kind::UnexpectedEof
        | Kind::UnexpectedEofBlockMapping
        | Kind::UnexpectedEofBlockSequence
        | Kind::UnexpectedEndOfPlainScalar => "expected a value",
        Kind::ExpectedWhitespace => "expected a space",
        other => return format!("expected valid YAML: {other}"),
    };
    text.to_owned()
}
