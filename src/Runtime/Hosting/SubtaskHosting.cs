using Akka.Actor;
using FlowActors.Runtime.Control;
using FlowActors.Runtime.Transport;
using Microsoft.Extensions.Logging;

namespace FlowActors.Runtime.Hosting;

/// <summary>How a node runs subtasks: the props of one by its entity id, and the way to those that run.</summary>
internal sealed record SubtaskHosting(Func<string, Props> Props, INodeWork Work);

/// <summary>What a node brings along for its subtasks.</summary>
internal sealed record NodeParts(
    string Node, IDataTransport Transport, JobCatalog Catalog, RuntimeSettings Settings, ILoggerFactory Loggers, TimeProvider Time);
