//! What comes in: secrets through file descriptors, bodies through standard input.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};

use wire::ErrorCode;
use wire::view::ErrorView;
use zeroize::Zeroizing;

/// Longest line taken from a file descriptor, in bytes.
const LONGEST_SECRET: u64 = 4_096;
/// Largest body taken from standard input, in bytes.
const LARGEST_BODY: u64 = 1 << 20;

/// One line from a file descriptor this process inherited, without its line end.
pub(crate) fn secret(fd: u32) -> Result<Zeroizing<String>, ErrorView> {
    Lines::of(fd)?.next()
}

/// A file descriptor this process inherited, read line by line.
pub(crate) struct Lines(Box<dyn Read>);

impl Lines {
    pub(crate) fn of(fd: u32) -> Result<Self, ErrorView> {
        Ok(Self(match fd {
            0 => Box::new(io::stdin()),
            _ => {
                let opened = File::open(format!("/dev/fd/{fd}"));
                Box::new(opened.map_err(|_| ErrorView::from(ErrorCode::PassphraseNotGiven))?)
            }
        }))
    }

    /// The next line, without its line end.
    pub(crate) fn next(&mut self) -> Result<Zeroizing<String>, ErrorView> {
        next_line(&mut *self.0)
    }
}

fn next_line(reader: &mut dyn Read) -> Result<Zeroizing<String>, ErrorView> {
    let mut read = || -> io::Result<Zeroizing<String>> {
        let mut line = Zeroizing::new(String::with_capacity(LONGEST_SECRET as usize));
        // Byte by byte: what comes after the line stays for whoever reads next.
        let mut byte = Zeroizing::new([0_u8; 1]);
        let mut bytes = Zeroizing::new(Vec::with_capacity(LONGEST_SECRET as usize));
        while (bytes.len() as u64) < LONGEST_SECRET
            && reader.read(&mut *byte)? == 1
            && byte[0] != b'\n'
        {
            bytes.push(byte[0]);
        }
        line.push_str(std::str::from_utf8(&bytes).map_err(|_| io::ErrorKind::InvalidData)?);
        Ok(line)
    };
    let line = read().map_err(|_| ErrorView::from(ErrorCode::PassphraseNotGiven))?;
    let text = line.strip_suffix('\r').unwrap_or(&line);
    if text.is_empty() {
        return Err(ErrorCode::PassphraseNotGiven.into());
    }
    Ok(Zeroizing::new(text.to_owned()))
}

/// All of standard input, as text.
pub(crate) fn body() -> Result<Zeroizing<String>, ErrorView> {
    let mut text = Zeroizing::new(String::new());
    let read = io::stdin().take(LARGEST_BODY).read_to_string(&mut text);
    read.map(|_| text)
        .map_err(|_| ErrorCode::MalformedRequest.into())
}

/// A text given on the command line, or standard input where it is `-`.
pub(crate) fn text_or_body(text: &str) -> Result<Zeroizing<String>, ErrorView> {
    match text {
        "-" => body(),
        _ => Ok(Zeroizing::new(text.to_owned())),
    }
}

/// Standard input, line by line.
pub(crate) fn lines(mut each: impl FnMut(&str) -> io::Result<()>) -> Result<(), ErrorView> {
    let mut reader = BufReader::new(io::stdin());
    let mut line = Zeroizing::new(Vec::new());
    loop {
        line.clear();
        let read = reader
            .by_ref()
            .take(LARGEST_BODY)
            .read_until(b'\n', &mut line);
        let read = read.map_err(|fault| {
            ErrorView::from(ErrorCode::Io).with("system", fault.kind().to_string())
        })?;
        if read == 0 {
            return Ok(());
        }
        let end = line
            .iter()
            .rposition(|byte| !matches!(byte, b'\n' | b'\r'))
            .map_or(0, |at| at + 1);
        let text = String::from_utf8_lossy(&line[..end]);
        each(&text).map_err(|fault| {
            ErrorView::from(ErrorCode::Io).with("system", fault.kind().to_string())
        })?;
    }
}
