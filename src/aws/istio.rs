//! Istio: the policies that say whether workloads take plaintext.

use crate::aws::kubernetes::{at, entry_at, is_at};
use crate::truth::{Needs, Truth};
use crate::value::Value;
use crate::world::{Place, State};

/// The namespace whose policies hold for the whole mesh, unless the installation says another.
const ROOT_NAMESPACE: &str = "istio-system";

/// EKS add-ons that install Istio.
pub const ADDONS: [&str; 2] = ["solo-io_istio-distro", "tetrate-io_istio-distro"];

/// The chart of Istio's control plane.
pub const CHART: &str = "istiod";

/// Whom workloads take traffic from: anybody, unless it says `STRICT`.
/// <https://istio.io/latest/docs/reference/config/security/peer_authentication/>
pub struct PeerAuthentication<'v> {
    object: &'v Value,
}

/// A mode that a policy names, of all ports or of one.
pub struct Mode {
    pub name: String,
    pub port: Option<String>,
    pub place: Place,
}

impl<'v> PeerAuthentication<'v> {
    pub fn of(object: &'v Value) -> Option<Self> {
        is_at(object, "kind", "PeerAuthentication").certainly().then_some(Self { object })
    }

    /// Whether it holds for all workloads: it is in the root namespace and selects none.
    pub fn is_mesh_wide(&self) -> Truth {
        let selects = match entry_at(self.object, "spec.selector") {
            Ok(Some(it)) => match it.value.as_map() {
                Some(map) if map.entries.is_empty() && map.open.is_none() => Truth::No,
                Some(_) | None => Truth::Yes,
            },
            Ok(None) => Truth::No,
            Err(needs) => Truth::Unknown(needs),
        };
        is_at(self.object, "metadata.namespace", ROOT_NAMESPACE) & !selects
    }

    pub fn is_strict(&self) -> Truth {
        is_at(self.object, "spec.mtls.mode", "STRICT")
    }

    /// Whether no port is let off.
    pub fn holds_for_every_port(&self) -> Truth {
        match self.ports() {
            Ok(ports) => ports.iter().all(|it| it.name == "STRICT").into(),
            Err(needs) => Truth::Unknown(needs),
        }
    }

    /// Whether nothing that is not encrypted reaches any workload, as far as policies go.
    pub fn keeps_plaintext_out(&self) -> Truth {
        self.is_strict() & self.is_mesh_wide() & self.holds_for_every_port()
    }

    /// The modes that let plaintext pass; that of the ports that nothing else is said of first.
    /// Without a mode it is that of the policies above; the whole mesh has none above.
    pub fn permissive(&self) -> Result<Vec<Mode>, Needs> {
        let mut modes = Vec::new();
        let name = match at(self.object, "spec.mtls.mode") {
            State::Set(name) => name,
            State::Unset => "UNSET".to_owned(),
            State::Unknown(needs) => return Err(needs),
        };
        let passes = match &*name {
            "PERMISSIVE" | "DISABLE" => Truth::Yes,
            "UNSET" => self.is_mesh_wide(),
            _ => Truth::No,
        };
        match passes {
            Truth::Yes => modes.push(Mode { name, port: None, place: self.place() }),
            Truth::No => (),
            Truth::Unknown(needs) => return Err(needs),
        }
        let is_open = |it: &Mode| ["PERMISSIVE", "DISABLE"].contains(&&*it.name);
        modes.extend(self.ports()?.into_iter().filter(is_open));
        Ok(modes)
    }

    /// The mode of all ports; or what introduces the place where it is lacking.
    fn place(&self) -> Place {
        let found = |path: &str| entry_at(self.object, path).ok().flatten();
        if let Some(it) = found("spec.mtls.mode") {
            return Place::at(it.value.span);
        }
        let near = ["spec.mtls", "spec", "kind"].into_iter().find_map(found);
        Place::at(near.map_or(self.object.span, |it| it.key_span))
    }

    /// The modes of single ports.
    fn ports(&self) -> Result<Vec<Mode>, Needs> {
        let Some(ports) = entry_at(self.object, "spec.portLevelMtls")? else {
            return Ok(Vec::new());
        };
        let unclear = || Needs::from(["`spec.portLevelMtls`".to_owned()]);
        let Some(map) = ports.value.as_map() else { return Err(unclear()) };
        if let Some(unknown) = &map.open {
            return Err(unknown.needs());
        }
        map.entries
            .iter()
            .filter_map(|entry| {
                let mode = match entry_at(&entry.value, "mode") {
                    Ok(Some(mode)) => mode,
                    Ok(None) => return None,
                    Err(needs) => return Some(Err(needs)),
                };
                let port = Some(entry.key.to_string());
                let place = Place::at(mode.value.span);
                Some(
                    mode.value
                        .plain_text()
                        .map(|name| Mode { name, port, place })
                        .ok_or_else(unclear),
                )
            })
            .collect()
    }
}
