/// Where fresh random bytes come from. Outside tests this is the operating system's generator.
///
/// Filling cannot fail: a process that gets no randomness must stop, not go on with less.
pub trait NonceSource {
    /// Fills all of `bytes` with bytes that nobody else can know and that never come twice.
    fn fill(&mut self, bytes: &mut [u8]);
}

impl<N: NonceSource + ?Sized> NonceSource for &mut N {
    fn fill(&mut self, bytes: &mut [u8]) {
        (**self).fill(bytes);
    }
}
