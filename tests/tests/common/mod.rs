//! What whole-house tests share: a desk worked through the program, as a person at a terminal would, and made-up cases.

pub(crate) mod desk;
pub(crate) mod program;
pub(crate) mod synthetic;
