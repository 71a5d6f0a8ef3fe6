//! The canonical corner of CBOR (RFC 8949, 4.2.1) that records use: arrays of definite length, shortest
//! integers, byte and text strings, booleans and null. What is decoded must encode to the same bytes.

use minicbor::data::Type;
use minicbor::{Decoder, Encoder};

/// The bytes are not what this program writes at this place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Malformed;

impl From<minicbor::decode::Error> for Malformed {
    fn from(_: minicbor::decode::Error) -> Self {
        Self
    }
}

/// Writes one value after another into a vector, which cannot fail.
pub(crate) struct Writer(Encoder<Vec<u8>>);

impl Writer {
    /// Begins an array of this many values.
    pub(crate) fn array(length: usize) -> Self {
        Self(Encoder::new(Vec::new())).list(length)
    }

    /// Begins an array inside.
    pub(crate) fn list(mut self, length: usize) -> Self {
        let _ = self.0.array(length as u64);
        self
    }

    pub(crate) fn str(mut self, text: &str) -> Self {
        let _ = self.0.str(text);
        self
    }

    pub(crate) fn bytes(mut self, bytes: &[u8]) -> Self {
        let _ = self.0.bytes(bytes);
        self
    }

    pub(crate) fn int(mut self, number: i64) -> Self {
        let _ = self.0.i64(number);
        self
    }

    pub(crate) fn uint(mut self, number: u64) -> Self {
        let _ = self.0.u64(number);
        self
    }

    pub(crate) fn null(mut self) -> Self {
        let _ = self.0.null();
        self
    }

    pub(crate) fn maybe_str(self, text: Option<&str>) -> Self {
        match text {
            Some(text) => self.str(text),
            None => self.null(),
        }
    }

    pub(crate) fn maybe_uint(self, number: Option<u32>) -> Self {
        match number {
            Some(number) => self.uint(u64::from(number)),
            None => self.null(),
        }
    }

    pub(crate) fn maybe_bool(mut self, value: Option<bool>) -> Self {
        let _ = match value {
            Some(value) => self.0.bool(value),
            None => self.0.null(),
        };
        self
    }

    pub(crate) fn each<T>(
        self,
        items: impl ExactSizeIterator<Item = T>,
        write: impl Fn(Self, T) -> Self,
    ) -> Self {
        let list = self.list(items.len());
        items.fold(list, write)
    }

    pub(crate) fn done(self) -> Vec<u8> {
        self.0.into_writer()
    }
}

/// Reads one value after another; wrong type, wrong length or bytes left over are [`Malformed`].
pub(crate) struct Reader<'a>(Decoder<'a>);

impl<'a> Reader<'a> {
    /// Expects an array of exactly this many values.
    pub(crate) fn array(bytes: &'a [u8], length: usize) -> Result<Self, Malformed> {
        let mut reader = Self(Decoder::new(bytes));
        if reader.list()? != length {
            return Err(Malformed);
        }
        Ok(reader)
    }

    /// Expects an array and tells its length.
    pub(crate) fn any_array(bytes: &'a [u8]) -> Result<(Self, usize), Malformed> {
        let mut reader = Self(Decoder::new(bytes));
        let length = reader.list()?;
        Ok((reader, length))
    }

    /// Begins an array inside and tells its length.
    pub(crate) fn list(&mut self) -> Result<usize, Malformed> {
        let length = self.0.array()?.ok_or(Malformed)?;
        // A length that the bytes cannot hold is refused before anything is reserved for it.
        let left = self.0.input().len() - self.0.position();
        usize::try_from(length)
            .ok()
            .filter(|length| *length <= left)
            .ok_or(Malformed)
    }

    pub(crate) fn str(&mut self) -> Result<&'a str, Malformed> {
        Ok(self.0.str()?)
    }

    pub(crate) fn string(&mut self) -> Result<String, Malformed> {
        self.str().map(str::to_owned)
    }

    pub(crate) fn bytes(&mut self) -> Result<&'a [u8], Malformed> {
        Ok(self.0.bytes()?)
    }

    pub(crate) fn fixed<const N: usize>(&mut self) -> Result<[u8; N], Malformed> {
        self.bytes()?.try_into().map_err(|_| Malformed)
    }

    pub(crate) fn id<T: for<'b> TryFrom<&'b [u8]>>(&mut self) -> Result<T, Malformed> {
        T::try_from(self.bytes()?).map_err(|_| Malformed)
    }

    pub(crate) fn int(&mut self) -> Result<i64, Malformed> {
        Ok(self.0.i64()?)
    }

    pub(crate) fn uint<T: TryFrom<u64>>(&mut self) -> Result<T, Malformed> {
        T::try_from(self.0.u64()?).map_err(|_| Malformed)
    }

    /// A word of a closed vocabulary.
    pub(crate) fn word<T>(&mut self, parse: impl Fn(&str) -> Option<T>) -> Result<T, Malformed> {
        parse(self.str()?).ok_or(Malformed)
    }

    pub(crate) fn is_null(&mut self) -> Result<bool, Malformed> {
        if self.0.datatype()? == Type::Null {
            self.0.null()?;
            return Ok(true);
        }
        Ok(false)
    }

    pub(crate) fn maybe<T>(
        &mut self,
        read: impl FnOnce(&mut Self) -> Result<T, Malformed>,
    ) -> Result<Option<T>, Malformed> {
        if self.is_null()? {
            Ok(None)
        } else {
            read(self).map(Some)
        }
    }

    pub(crate) fn bool(&mut self) -> Result<bool, Malformed> {
        Ok(self.0.bool()?)
    }

    pub(crate) fn each<T>(
        &mut self,
        read: impl Fn(&mut Self) -> Result<T, Malformed>,
    ) -> Result<Vec<T>, Malformed> {
        (0..self.list()?).map(|_| read(self)).collect()
    }

    /// Fails where bytes are left over.
    pub(crate) fn end(self) -> Result<(), Malformed> {
        (self.0.position() == self.0.input().len())
            .then_some(())
            .ok_or(Malformed)
    }
}
