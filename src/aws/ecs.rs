//! Amazon ECS: services, and how they reach each other through Service Connect.

use crate::truth::Truth;
use crate::world::{Field, Kinds, List, Node, Resource, View};

pub struct Service<'w> {
    connects: Field<'w, bool>,
    /// What others reach through Service Connect; none for a client.
    endpoints: List<'w>,
    launch_type: Field<'w, &'w str>,
    capacity_providers: List<'w>,
    pub subnets: List<'w>,
}

impl<'w> View<'w> for Service<'w> {
    fn of(resource: Resource<'w>) -> Option<Self> {
        let it = resource.of_kind(Kinds {
            cloudformation: "AWS::ECS::Service",
            terraform: "aws_ecs_service",
            awscc: "awscc_ecs_service",
            api: "",
        })?;
        Some(Self {
            connects: it.bool((
                "ServiceConnectConfiguration.Enabled",
                "service_connect_configuration.enabled",
            )),
            endpoints: it.list((
                "ServiceConnectConfiguration.Services",
                "service_connect_configuration.service",
            )),
            launch_type: it.text(("LaunchType", "launch_type")),
            capacity_providers: it.list(("CapacityProviderStrategy", "capacity_provider_strategy")),
            subnets: it.list((
                "NetworkConfiguration.AwsvpcConfiguration.Subnets",
                "network_configuration.subnets",
            )),
        })
    }
}

impl<'w> Service<'w> {
    /// What others reach through Service Connect, and what would have to be known to say that
    /// this is all.
    pub fn endpoints(&self) -> (Vec<Endpoint<'w>>, Truth) {
        let items = self.endpoints.read();
        let rest = items.needs.map_or(Truth::No, Truth::Unknown);
        (items.nodes.iter().map(Endpoint::of).collect(), rest)
    }

    pub fn connects(&self) -> Truth {
        self.connects.is(true)
    }

    /// Whether its tasks run on instances that somebody else started, and not on Fargate.
    pub fn runs_on_instances(&self) -> Truth {
        let providers = self.capacity_providers.read();
        let fargate = providers.nodes.iter().map(|it| {
            let name = it.text(("CapacityProvider", "capacity_provider"));
            name.test(|it| it.starts_with("FARGATE"))
        });
        let rest = providers.needs.map_or(Truth::No, Truth::Unknown);
        !(self.launch_type.test(|it| it != "EC2") | Truth::any(fargate) | rest)
    }
}

/// A port of a service that has a name in the namespace.
pub struct Endpoint<'w> {
    pub port_name: Field<'w, &'w str>,
    tls: Field<'w, ()>,
    aliases: List<'w>,
}

impl<'w> Endpoint<'w> {
    fn of(it: &Node<'w>) -> Self {
        Self {
            port_name: it.text(("PortName", "port_name")),
            tls: it.any(("Tls", "tls")),
            aliases: it.list(("ClientAliases", "client_alias")),
        }
    }

    /// Whether Service Connect passes on what tasks send, as they send it. If clients use the port
    /// of HTTPS, the tasks encrypt by themselves.
    pub fn is_plaintext(&self) -> Truth {
        let aliases = self.aliases.read();
        let https = aliases.nodes.iter().map(|it| it.number(("Port", "port")).is(443));
        !self.tls.is_written() & !Truth::any(https)
    }
}
