//! How a list of requests is declared.

/// Declares requests: one line each, from which come the enum, the reading of JSON, the handler's duties and the
/// dispatch. A handler without one of them does not compile.
macro_rules! requests {
    ($(#[$list:meta])* $request:ident, $(#[$duties:meta])* $handler:ident, $dispatch:ident, $shape:ident:
        $($(#[$doc:meta])* $variant:ident / $name:ident : $body:ty => $reply:ty, $who:ident;)+) => {
        requests! {
            $(#[$list])* $request, $(#[$duties])* $handler, $dispatch, $shape:
            $($(#[$doc])* $variant / $name : $body => $reply;)+
        }

        impl $request {
            /// Who may ask what: each request by name with the roles one of which is needed.
            pub const ROLES: &'static [(&'static str, $crate::roles::Roles)] =
                &[$((stringify!($name), $crate::roles::$who)),+];

            /// The roles one of which this request needs.
            pub fn roles(&self) -> $crate::roles::Roles {
                match self { $(Self::$variant(_) => $crate::roles::$who),+ }
            }
        }
    };
    ($(#[$list:meta])* $request:ident, $(#[$duties:meta])* $handler:ident, $dispatch:ident, $shape:ident:
        $($(#[$doc:meta])* $variant:ident / $name:ident : $body:ty => $reply:ty;)+) => {
        $(#[$list])*
        #[derive(Debug)]
        pub enum $request { $($(#[$doc])* $variant($body)),+ }

        $(#[$duties])*
        pub trait $handler {
            $($(#[$doc])*
            #[allow(clippy::missing_errors_doc)]
            fn $name(&mut self, body: $body) -> Result<$reply, $crate::view::ErrorView>;)+
        }

        impl $request {
            /// The names of all requests of the list, in the order in which they are listed.
            pub const NAMES: &'static [&'static str] = &[$(stringify!($name)),+];

            /// Reads a request by its name and JSON body.
            ///
            /// # Errors
            /// [`NotARequest`](crate::request::NotARequest): no such name, or a body of another shape.
            pub fn parse(name: &str, body: serde_json::Value) -> Result<Self, $crate::request::NotARequest> {
                $crate::request::refuse_card_data(&body)?;
                match name {
                    $(stringify!($name) => $crate::request::read(body).map(Self::$variant),)+
                    _ => Err($crate::request::NotARequest::Unknown),
                }
            }

            /// Its name.
            pub fn name(&self) -> &'static str {
                match self { $(Self::$variant(_) => stringify!($name)),+ }
            }
        }

        /// Has a request handled and its reply turned into JSON.
        ///
        /// # Errors
        /// What the handler answers instead of a reply.
        pub fn $dispatch(
            handler: &mut dyn $handler,
            request: $request,
        ) -> Result<serde_json::Value, $crate::view::ErrorView> {
            match request {
                $($request::$variant(body) => handler.$name(body).map(|reply| {
                    serde_json::to_value(reply).expect("views are plain data")
                })),+
            }
        }

        /// Each request of the list by its name.
        #[derive(ts_rs::TS)]
        #[allow(dead_code, reason = "only its shape is read")]
        pub(crate) struct $shape { $($(#[$doc])* $name: $crate::request::Exchange<$body, $reply>),+ }
    };
}
