//! The world. (To follow: see the signatures.)
