//! A display that nobody looks at.

use std::io::Read;
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// An X server without a screen; ends with the value.
pub(crate) struct Display {
    server: Child,
    pub(crate) name: String,
}

impl Display {
    /// # Panics
    /// Where Xvfb is not installed, with what to install.
    pub(crate) fn open() -> Self {
        // Descriptor 1: it tells the number it took on its standard output.
        let mut server = Command::new("Xvfb")
            .args([
                "-displayfd",
                "1",
                "-screen",
                "0",
                "2560x1440x24",
                "-nolisten",
                "tcp",
            ])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("Xvfb is installed (package xvfb): cargo xtask setup");
        let mut number = Vec::new();
        let mut stdout = server.stdout.take().expect("the output is piped");
        let mut byte = [0];
        while stdout.read(&mut byte).is_ok_and(|read| read == 1) && byte[0] != b'\n' {
            number.push(byte[0]);
        }
        let number = String::from_utf8(number).expect("a number is text");
        assert!(!number.is_empty(), "Xvfb opened no display");
        Self {
            server,
            name: format!(":{number}"),
        }
    }

    /// A picture of the upper left part of the display, where the only window is.
    pub(crate) fn picture(&self, (width, height): (u32, u32), to: &Path) {
        let crop = format!("{width}x{height}+0+0");
        let taken = Command::new("import")
            .args(["-display", &self.name, "-window", "root", "-crop", &crop])
            // Few colours and no dither: text stays sharp and a page's picture small.
            .args(["+repage", "+dither", "-colors", "128", "-depth", "8"])
            .args(["-define", "png:color-type=3", "-define", "png:compression-level=9"])
            .arg(to)
            .status();
        assert!(
            taken.is_ok_and(|it| it.success()),
            "no picture: is the package imagemagick installed? cargo xtask setup"
        );
    }
}

impl Drop for Display {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}
