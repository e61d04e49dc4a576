//! A page of a rule or a check, from Markdown to text for a terminal.

use std::io;

use codespan_reporting::term::termcolor::WriteColor;
use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::style;
use crate::finding::Severity;
use crate::report::paragraph::{Paragraph, Style, write_table};
use crate::rule::controls::{Control, Relation, Source};

/// The most columns that are easily read.
const MOST: usize = 100;
/// Where nobody says how wide it is.
const USUAL: usize = 80;
/// Of what stands below a heading.
const INDENTATION: usize = 2;
/// Of what stands in a code block, besides.
const CODE: usize = 2;

/// What a page says.
pub(super) struct Contents<'c> {
    pub(super) text: &'c str,
    pub(super) severity: Severity,
    pub(super) references: Vec<(Relation, &'static Control)>,
}

pub(super) fn write(
    out: &mut dyn WriteColor,
    contents: Contents<'_>,
    width: Option<usize>,
) -> io::Result<()> {
    let Contents { text, severity, references } = contents;
    let mut page = Page {
        out,
        severity,
        references,
        width: width.unwrap_or(USUAL).min(MOST),
        indentation: 0,
        marker: None,
        lists: Vec::new(),
        paragraph: Paragraph::default(),
        styles: Vec::new(),
        link: None,
        code: None,
        rows: Vec::new(),
        is_begun: false,
    };
    for event in Parser::new_ext(text, Options::ENABLE_TABLES) {
        page.read(event)?;
    }
    page.write_controls()
}

/// A page that is being written, and what is open in it.
struct Page<'o> {
    out: &'o mut dyn WriteColor,
    severity: Severity,
    references: Vec<(Relation, &'static Control)>,
    width: usize,
    indentation: usize,
    /// What the next line of an item begins with.
    marker: Option<String>,
    /// The lists around this place.
    lists: Vec<List>,
    paragraph: Paragraph,
    styles: Vec<Style>,
    /// Where the link that is open leads.
    link: Option<String>,
    code: Option<Code>,
    rows: Vec<Vec<Paragraph>>,
    /// Whether anything is written.
    is_begun: bool,
}

/// A list that is being read.
struct List {
    /// Of an ordered one, the number of the next item.
    number: Option<u64>,
    /// How far its items are indented.
    width: usize,
    /// Whether an item stands above.
    is_begun: bool,
}

/// A code block that is being read.
struct Code {
    /// What follows the backticks: a language, and of an example what comes of it.
    info: String,
    text: String,
}

impl Page<'_> {
    fn read(&mut self, event: Event<'_>) -> io::Result<()> {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => {
                match &mut self.code {
                    Some(code) => code.text.push_str(&text),
                    None => {
                        let style = self.styles.last().copied().unwrap_or(Style::Plain);
                        self.paragraph.push(style, &text);
                    }
                }
                Ok(())
            }
            // The backticks stay: not everybody sees colours.
            Event::Code(text) => {
                self.paragraph.push(Style::Code, &format!("`{text}`"));
                Ok(())
            }
            Event::SoftBreak | Event::HardBreak => {
                self.paragraph.push(Style::Plain, " ");
                Ok(())
            }
            // No page has any of these.
            Event::Html(_)
            | Event::InlineHtml(_)
            | Event::InlineMath(_)
            | Event::DisplayMath(_)
            | Event::FootnoteReference(_)
            | Event::TaskListMarker(_)
            | Event::Rule => Ok(()),
        }
    }

    fn start(&mut self, tag: Tag<'_>) -> io::Result<()> {
        match tag {
            Tag::Heading { level, .. } => {
                self.indentation = if level == HeadingLevel::H1 { 0 } else { INDENTATION };
                self.styles.push(Style::Strong);
                self.separate()
            }
            Tag::Paragraph => {
                // Items that hold paragraphs stand apart.
                let is_next = self.lists.last().is_some_and(|it| it.is_begun);
                if self.marker.is_some() && is_next {
                    writeln!(self.out)?;
                }
                self.separate()
            }
            Tag::List(number) => {
                self.flush()?;
                if self.lists.is_empty() {
                    self.separate()?;
                }
                let width = if number.is_some() { "1. ".len() } else { "- ".len() };
                self.lists.push(List { number, width, is_begun: false });
                Ok(())
            }
            Tag::Item => {
                let number = self.lists.last_mut().and_then(|it| it.number.as_mut());
                self.marker = Some(match number {
                    Some(number) => {
                        *number += 1;
                        format!("{}. ", *number - 1)
                    }
                    None => "- ".to_owned(),
                });
                Ok(())
            }
            Tag::CodeBlock(kind) => {
                self.flush()?;
                let info = match kind {
                    CodeBlockKind::Fenced(info) => info.to_string(),
                    CodeBlockKind::Indented => String::new(),
                };
                self.code = Some(Code { info, text: String::new() });
                self.separate()
            }
            Tag::Strong => {
                self.styles.push(Style::Strong);
                Ok(())
            }
            Tag::Emphasis => {
                self.styles.push(Style::Emphasis);
                Ok(())
            }
            Tag::Link { dest_url, .. } => {
                self.link = Some(dest_url.to_string());
                Ok(())
            }
            Tag::Table(_) => self.separate(),
            Tag::TableHead | Tag::TableRow => {
                self.rows.push(Vec::new());
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn end(&mut self, tag: TagEnd) -> io::Result<()> {
        match tag {
            TagEnd::Heading(level) => {
                self.styles.pop();
                if level == HeadingLevel::H1 {
                    let severity = self.severity;
                    self.paragraph.push(Style::Plain, " (");
                    self.paragraph.push(style(severity), severity.name());
                    self.paragraph.push(Style::Plain, ")");
                }
                let heading = std::mem::take(&mut self.paragraph);
                heading.write(self.out, 0, self.width)
            }
            TagEnd::Paragraph => self.flush(),
            TagEnd::Item => {
                self.flush()?;
                if let Some(list) = self.lists.last_mut() {
                    list.is_begun = true;
                }
                Ok(())
            }
            TagEnd::List(_) => {
                self.lists.pop();
                Ok(())
            }
            TagEnd::CodeBlock => match self.code.take() {
                Some(code) => self.write_code(&code),
                None => Ok(()),
            },
            TagEnd::Strong | TagEnd::Emphasis => {
                self.styles.pop();
                Ok(())
            }
            TagEnd::Link => {
                // Where a link within the repository leads is of no use here.
                if let Some(link) = self.link.take().filter(|it| it.starts_with("https://")) {
                    self.paragraph.push(Style::Plain, " <");
                    self.paragraph.push(Style::Link, &link);
                    self.paragraph.push(Style::Plain, ">");
                }
                Ok(())
            }
            TagEnd::TableCell => {
                let cell = std::mem::take(&mut self.paragraph);
                if let Some(row) = self.rows.last_mut() {
                    row.push(cell);
                }
                Ok(())
            }
            TagEnd::Table => {
                let rows = std::mem::take(&mut self.rows);
                let depth = self.depth();
                write_table(self.out, &rows, depth, self.width)
            }
            _ => Ok(()),
        }
    }

    /// As another section: nothing of this is on the page itself.
    fn write_controls(&mut self) -> io::Result<()> {
        let all = std::mem::take(&mut self.references);
        if all.is_empty() {
            return Ok(());
        }
        self.separate()?;
        Paragraph::of(Style::Strong, "Controls").write(self.out, 0, self.width)?;
        self.separate()?;
        self.lists.push(List { number: None, width: "- ".len(), is_begun: false });
        for (_, it) in all.iter().filter(|(relation, _)| *relation == Relation::Same) {
            let source = it.source;
            self.paragraph.push(Style::Strong, it.id);
            self.paragraph.push(Style::Plain, &format!(" of {source}"));
            if let Some(title) = it.title {
                self.paragraph.push(Style::Plain, &format!(": {title}"));
            }
            if let Some(rule) = it.config_rule {
                self.paragraph.push(Style::Plain, "; AWS Config rule ");
                self.paragraph.push(Style::Code, &format!("`{rule}`"));
            }
            if !it.requirements.is_empty() {
                let requirements = it.requirements.join(", ");
                let text = format!("; AWS relates it to {} {requirements}", Source::Nist);
                self.paragraph.push(Style::Plain, &text);
            }
            self.write_item()?;
        }
        for source in [Source::SecurityHub, Source::ControlTower, Source::Nist] {
            let is_near = |(relation, it): &&(Relation, &Control)| {
                *relation == Relation::Related && it.source == source
            };
            let near: Vec<&str> = all.iter().filter(is_near).map(|(_, it)| it.id).collect();
            if !near.is_empty() {
                self.paragraph.push(Style::Plain, "Related: ");
                self.paragraph.push(Style::Strong, &near.join(", "));
                self.paragraph.push(Style::Plain, &format!(" of {source}"));
                self.write_item()?;
            }
        }
        Ok(())
    }

    fn write_item(&mut self) -> io::Result<()> {
        self.marker = Some("- ".to_owned());
        self.flush()
    }

    /// A blank line between one thing and the next; none within what a marker introduces.
    fn separate(&mut self) -> io::Result<()> {
        if self.is_begun && self.marker.is_none() {
            writeln!(self.out)?;
        }
        self.is_begun = true;
        Ok(())
    }

    /// Columns before what stands at this place.
    fn depth(&self) -> usize {
        self.indentation + self.lists.iter().map(|it| it.width).sum::<usize>()
    }

    /// Writes the paragraph that is open, if one is.
    fn flush(&mut self) -> io::Result<()> {
        let paragraph = std::mem::take(&mut self.paragraph);
        if paragraph.is_empty() {
            return Ok(());
        }
        let marker = self.marker.take().unwrap_or_default();
        let before = self.depth().saturating_sub(marker.len());
        write!(self.out, "{:before$}{marker}", "")?;
        paragraph.write(self.out, before + marker.len(), self.width)
    }

    fn write_code(&mut self, code: &Code) -> io::Result<()> {
        let depth = self.depth();
        let said = match code.info.split_once(' ').map(|(_, verdict)| verdict) {
            Some("bad") => Some((Style::Bad, "Bad:")),
            Some("good") => Some((Style::Good, "Good:")),
            Some("undecided") => Some((Style::Doubtful, "Undecided:")),
            _ => None,
        };
        if let Some((style, text)) = said {
            write!(self.out, "{:depth$}", "")?;
            style.write(self.out, text)?;
            write!(self.out, "\n\n")?;
        }
        let depth = depth + CODE;
        for line in code.text.lines() {
            let style = if is_carets(line) { Style::Bad } else { Style::Plain };
            match line.is_empty() {
                true => writeln!(self.out)?,
                false => {
                    write!(self.out, "{:depth$}", "")?;
                    style.write(self.out, line)?;
                    writeln!(self.out)?;
                }
            }
        }
        Ok(())
    }
}

/// Whether a line marks what is wrong in the line above it.
fn is_carets(line: &str) -> bool {
    let said = line.trim_start().trim_start_matches(['#', '/', '|']).trim_start();
    said.starts_with('^')
}
