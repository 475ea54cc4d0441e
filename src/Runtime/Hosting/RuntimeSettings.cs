using FlowActors.Runtime.Checkpoints.Coordination;
using FlowActors.Runtime.Client;
using FlowActors.Runtime.Control;
using FlowActors.Runtime.Control.Placement;
using FlowActors.Runtime.Exchange;
using FlowActors.Runtime.Subtasks;
using FlowActors.Runtime.Subtasks.Dispatching;
using FlowActors.Runtime.Subtasks.State;

namespace FlowActors.Runtime.Hosting;

/// <summary>
/// The keys <c>flowactors.*</c> of the configuration, read once and checked; <c>hocon/reference.conf</c> says what each means.
/// </summary>
internal sealed record RuntimeSettings(
    NodeSettings Node,
    ExchangeSettings Exchange,
    DispatcherSettings OperatorDispatcher,
    DispatcherSettings BlockingDispatcher,
    CancellationSettings Cancellation,
    ShardingSettings Sharding,
    CoordinatorSettings Coordinator,
    ClientSettings Client,
    JournalSettings Journal,
    LifecycleSettings Lifecycle,
    FailureSettings Failures,
    EventTimeSettings EventTime,
    StateSettings State,
    NodeCheckpointSettings Checkpoints,
    HttpSettings Http,
    NodeTlsSettings? Tls);
