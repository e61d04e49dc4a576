//! The files of one run: each is read once, and what was said of its syntax is kept.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io;
use std::sync::Arc;

use crate::files::{self, FileKind, Files};
use crate::syntax::{Comment, Parsed, Remark, SyntaxError};
use crate::text::{FileId, Source, Sources, Span};

/// Reads files and remembers them.
pub struct Reader<'f> {
    pub files: &'f dyn Files,
    state: RefCell<State>,
}

#[derive(Default)]
struct State {
    sources: Sources,
    opened: HashMap<String, FileId>,
    said: Said,
    errors: Vec<SyntaxError>,
}

/// What files say to this tool.
#[derive(Debug, Default)]
pub struct Said {
    pub comments: BTreeMap<FileId, Vec<Comment>>,
    pub remarks: Vec<Remark>,
}

/// What a run has read.
pub struct Read {
    pub sources: Sources,
    pub errors: Vec<SyntaxError>,
}

impl<'f> Reader<'f> {
    pub fn new(files: &'f dyn Files) -> Self {
        Self { files, state: RefCell::default() }
    }

    /// The file at a path, read when it is first asked for.
    pub fn open(&self, path: &str) -> io::Result<FileId> {
        if let Some(file) = self.state.borrow().opened.get(path) {
            return Ok(*file);
        }
        let bytes = self.files.read(path)?;
        Ok(self.add(path, bytes))
    }

    /// As [`Reader::open`]; a file that is there and cannot be read is an error in its first byte.
    pub fn open_or_report(&self, path: &str) -> Option<FileId> {
        match self.open(path) {
            Ok(file) => Some(file),
            Err(error) => {
                self.refuse(path, format!("expected a readable file: {error}"));
                None
            }
        }
    }

    /// A file whose bytes are at hand. What is not UTF-8 is an error, and the rest is read.
    pub fn add(&self, path: &str, bytes: Vec<u8>) -> FileId {
        let mut state = self.state.borrow_mut();
        let (text, broken): (Arc<str>, _) = match String::from_utf8(bytes) {
            Ok(text) => (text.into(), None),
            Err(error) => {
                let at = error.utf8_error().valid_up_to();
                (String::from_utf8_lossy(error.as_bytes()).into(), Some(at))
            }
        };
        let file = state.sources.add(path.to_owned(), text);
        state.opened.insert(path.to_owned(), file);
        if let Some(at) = broken {
            let span = Span::new(file, at..at + char::REPLACEMENT_CHARACTER.len_utf8());
            state.errors.push(SyntaxError { span, message: "expected UTF-8".to_owned() });
        }
        file
    }

    /// Says of a file as a whole what is wrong with it, in its first byte.
    pub fn refuse(&self, path: &str, message: impl Into<String>) {
        let file = self.add(path, Vec::new());
        self.error(Span::new(file, 0..0), message);
    }

    /// Puts stars where nobody is to see what is written. All places stay as they are.
    pub fn mask(&self, file: FileId, hidden: &[Span]) {
        if !hidden.is_empty() {
            self.state.borrow_mut().sources.mask(file, hidden);
        }
    }

    pub fn text(&self, file: FileId) -> Arc<str> {
        self.source(file, |it| it.text.clone())
    }

    /// The folders of all that was read.
    pub fn folders(&self) -> BTreeSet<String> {
        let state = self.state.borrow();
        state.sources.all().iter().map(|it| files::parent(&it.path).to_owned()).collect()
    }

    pub fn path(&self, file: FileId) -> String {
        self.source(file, |it| it.path.clone())
    }

    fn source<T>(&self, file: FileId, read: impl FnOnce(&Source) -> T) -> T {
        read(self.state.borrow().sources.get(file))
    }

    /// The text that a span covers.
    pub fn slice(&self, span: Span) -> String {
        self.state.borrow().sources.slice(span).to_owned()
    }

    /// The tree that was parsed; its comments and errors are kept. A file may be parsed twice: as
    /// one of a module and as one that was asked for.
    pub fn keep<T>(&self, file: FileId, parsed: Parsed<T>) -> T {
        let mut state = self.state.borrow_mut();
        let comments = state.said.comments.entry(file).or_default();
        comments.extend(parsed.comments);
        comments.sort_by_key(|it| it.span);
        comments.dedup();
        state.errors.extend(parsed.errors);
        parsed.tree
    }

    /// Keeps what a document says to this tool.
    pub fn remark(&self, remarks: Vec<Remark>) {
        self.state.borrow_mut().said.remarks.extend(remarks);
    }

    /// What the files that were read so far say to this tool.
    pub fn said<T>(&self, read: impl FnOnce(&Said, &Sources) -> T) -> T {
        let state = self.state.borrow();
        read(&state.said, &state.sources)
    }

    pub fn error(&self, span: Span, message: impl Into<String>) {
        self.state.borrow_mut().errors.push(SyntaxError { span, message: message.into() });
    }

    /// Whether a regular file is there, and within the folder that this run may read.
    pub fn has(&self, path: &str, boundary: &str) -> bool {
        self.files.kind(path) == Some(FileKind::File) && self.files.is_inside(path, boundary)
    }

    pub fn finish(self) -> Read {
        let State { sources, errors, .. } = self.state.into_inner();
        Read { sources, errors }
    }
}
