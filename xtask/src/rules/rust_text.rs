//! A Rust source text taken apart into code, literals and comments, well enough for the rules:
//! SQL stands in literals, a forbidden name in code, a promise to do it later in a comment.

/// A piece of text and the line it starts on, counted from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Piece {
    pub(crate) line: usize,
    pub(crate) text: String,
}

/// The parts of one file. Tests inside the file are left out of all three.
#[derive(Debug)]
pub(crate) struct RustText {
    /// The code, with every literal and comment replaced by spaces; same lines, same columns.
    pub(crate) code: String,
    pub(crate) literals: Vec<Piece>,
    pub(crate) comments: Vec<Piece>,
}

impl RustText {
    pub(crate) fn read(text: &str) -> Self {
        let mut reader = Reader {
            chars: text.chars().collect(),
            at: 0,
            line: 1,
            code: String::with_capacity(text.len()),
            literals: Vec::new(),
            comments: Vec::new(),
        };
        reader.all();
        let mut parts = Self {
            code: reader.code,
            literals: reader.literals,
            comments: reader.comments,
        };
        parts.leave_out_tests();
        parts
    }

    /// Lines of code, each with its number.
    pub(crate) fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        self.code.lines().enumerate().map(|(n, line)| (n + 1, line))
    }

    /// By habit the tests of a file are its last module.
    fn leave_out_tests(&mut self) {
        let Some(at) = tests_start(&self.code) else {
            return;
        };
        self.code.truncate(at);
        let last = self.code.lines().count();
        self.literals.retain(|piece| piece.line <= last);
        self.comments.retain(|piece| piece.line <= last);
    }
}

/// Where `#[cfg(test)] mod tests {` begins, whatever other attributes stand between. A module of
/// tests in a file of its own is only named here (`mod tests;`), and code may follow it.
fn tests_start(code: &str) -> Option<usize> {
    const MARK: &str = "#[cfg(test)]";
    code.match_indices(MARK).map(|(at, _)| at).find(|at| {
        let mut rest = code[at + MARK.len()..].trim_start();
        while let Some(after) = rest.strip_prefix("#[") {
            rest = after
                .split_once(']')
                .map_or("", |(_, rest)| rest)
                .trim_start();
        }
        let body = rest.find('{').unwrap_or(usize::MAX);
        let end = rest.find(';').unwrap_or(usize::MAX);
        rest.starts_with("mod ") && body < end
    })
}

struct Reader {
    chars: Vec<char>,
    at: usize,
    line: usize,
    code: String,
    literals: Vec<Piece>,
    comments: Vec<Piece>,
}

impl Reader {
    fn all(&mut self) {
        while let Some(c) = self.peek(0) {
            match c {
                '/' if self.peek(1) == Some('/') => self.line_comment(),
                '/' if self.peek(1) == Some('*') => self.block_comment(),
                '"' => self.string(),
                'r' | 'b' | 'c' if !self.inside_a_name() => self.maybe_prefixed(),
                '\'' => self.char_or_lifetime(),
                _ => self.keep(),
            }
        }
    }

    fn peek(&self, ahead: usize) -> Option<char> {
        self.chars.get(self.at + ahead).copied()
    }

    fn inside_a_name(&self) -> bool {
        self.code
            .ends_with(|c: char| c.is_alphanumeric() || c == '_')
    }

    /// Takes one character as code.
    fn keep(&mut self) {
        if let Some(c) = self.peek(0) {
            self.code.push(c);
            self.line += usize::from(c == '\n');
            self.at += 1;
        }
    }

    /// Takes one character as something else: a space in the code, unless it ends the line.
    fn blank(&mut self) -> Option<char> {
        let c = self.peek(0)?;
        self.code.push(if c == '\n' { '\n' } else { ' ' });
        self.line += usize::from(c == '\n');
        self.at += 1;
        Some(c)
    }

    fn line_comment(&mut self) {
        let line = self.line;
        let mut text = String::new();
        while self.peek(0).is_some_and(|c| c != '\n') {
            text.extend(self.blank());
        }
        self.comments.push(Piece { line, text });
    }

    fn block_comment(&mut self) {
        let line = self.line;
        let mut text = String::new();
        let mut depth = 0_usize;
        loop {
            match (self.peek(0), self.peek(1)) {
                (Some('/'), Some('*')) => depth += 1,
                (Some('*'), Some('/')) => depth -= 1,
                (None, _) => break,
                _ => {
                    text.extend(self.blank());
                    continue;
                }
            }
            text.extend(self.blank());
            text.extend(self.blank());
            if depth == 0 {
                break;
            }
        }
        self.comments.push(Piece { line, text });
    }

    /// `r"..."`, `r#"..."#`, `b"..."`, `br"..."`, `b'x'`; or just a name that starts that way.
    fn maybe_prefixed(&mut self) {
        let mut ahead = 0;
        while matches!(self.peek(ahead), Some('r' | 'b' | 'c')) && ahead < 2 {
            ahead += 1;
        }
        let raw = (0..ahead).any(|n| self.peek(n) == Some('r'));
        let mut hashes = 0;
        while raw && self.peek(ahead + hashes) == Some('#') {
            hashes += 1;
        }
        if self.peek(ahead + hashes) != Some('"') {
            // A name, a raw name such as r#type, or a byte character, whose quote comes next.
            self.keep();
            return;
        }
        for _ in 0..ahead + hashes {
            self.blank();
        }
        if raw {
            self.raw_string(hashes);
        } else {
            self.string();
        }
    }

    fn string(&mut self) {
        let line = self.line;
        self.blank();
        let mut text = String::new();
        while let Some(c) = self.blank() {
            match c {
                '"' => break,
                '\\' => {
                    // What is escaped never ends the literal; its value is of no interest.
                    text.push(' ');
                    self.blank();
                }
                _ => text.push(c),
            }
        }
        self.literals.push(Piece { line, text });
    }

    fn raw_string(&mut self, hashes: usize) {
        let line = self.line;
        self.blank();
        let mut text = String::new();
        while let Some(c) = self.blank() {
            if c == '"' && (0..hashes).all(|n| self.peek(n) == Some('#')) {
                for _ in 0..hashes {
                    self.blank();
                }
                break;
            }
            text.push(c);
        }
        self.literals.push(Piece { line, text });
    }

    fn char_or_lifetime(&mut self) {
        let is_char = self.peek(1) == Some('\\') || self.peek(2) == Some('\'');
        if !is_char {
            self.keep();
            return;
        }
        self.blank();
        if self.blank() == Some('\\') {
            self.blank();
        }
        while let Some(c) = self.blank() {
            if c == '\'' {
                break;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_code_literals_and_comments_apart() {
        let text = "let a = \"SELECT \\\" 1\"; // a promise\nlet b = r#\"x \"y\" z\"#; /* one /* two */ */\nlet c = '\"'; fn f<'a>(x: &'a str) {}\n";
        let parts = RustText::read(text);
        let literals: Vec<_> = parts
            .literals
            .iter()
            .map(|p| (p.line, p.text.trim()))
            .collect();
        assert_eq!(literals, [(1, "SELECT   1"), (2, "x \"y\" z")]);
        assert_eq!(parts.comments.len(), 2);
        assert_eq!(parts.comments[1].line, 2);
        assert!(
            parts.code.contains("fn f<'a>(x: &'a str) {}"),
            "{}",
            parts.code
        );
        assert!(!parts.code.contains("SELECT"));
        assert_eq!(parts.code.lines().count(), text.lines().count());
    }

    #[test]
    fn names_that_start_like_a_prefix_are_code() {
        let parts = RustText::read("let r#type = bar(crumb, b'\\n', br\"x\", c\"y\");");
        assert!(
            parts.code.contains("r#type = bar(crumb, b"),
            "{}",
            parts.code
        );
        assert_eq!(parts.literals.len(), 2);
    }

    #[test]
    fn the_tests_of_a_file_are_left_out() {
        let parts = RustText::read(
            "fn a() {}\n#[cfg(test)]\nmod tests {\n  // later\n  const X: &str = \"s\";\n}\n",
        );
        assert_eq!((parts.literals.len(), parts.comments.len()), (0, 0));
        assert!(!parts.code.contains("mod tests"));
    }

    #[test]
    fn a_module_of_tests_elsewhere_hides_nothing() {
        let parts = RustText::read("#[cfg(test)]\nmod tests;\nfn a() {}\n");
        assert!(parts.code.contains("fn a()"));
        let parts = RustText::read("fn a() {}\n#[cfg(test)]\n#[allow(x)]\nmod t {\n fn b() {} }\n");
        assert!(parts.code.contains("fn a()") && !parts.code.contains("fn b()"));
    }

    #[test]
    fn an_unfinished_text_ends() {
        for text in ["\"abc", "/* abc", "r#\"abc\"", "'\\", "b'"] {
            RustText::read(text);
        }
    }
}
