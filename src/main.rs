//! ReCraft Lab: the page. Mounts the application, and nothing else.

fn main() {}
