using FlowActors.State.Memory;
using FlowActors.State.Telemetry.Latency;
using FlowActors.StateBackend.Tests.Contract;
using FlowActors.StateBackend.Tests.RocksDb;

namespace FlowActors.StateBackend.Tests.Telemetry;

// What is measured is what it would be if it were not: half of the accesses are.
public sealed class TrackedMemoryAgainstModel() : StatesAgainstModel(new TrackingBackend(new MemoryStateBackend(), new LatencyTracking(2, 8)));

public sealed class TrackedRocksDbAgainstModel() : StatesAgainstModel(new TrackingBackend(ForgettingBackend.Forgets(oneIn: 8), new LatencyTracking(2, 8)));

public sealed class TrackedListRules() : ListRules(new TrackingBackend(new MemoryStateBackend(), new LatencyTracking(1, 8)));

public sealed class TrackedMapRules() : MapRules(new TrackingBackend(new MemoryStateBackend(), new LatencyTracking(1, 8)));

public sealed class TrackedTouchedOutsideOfCalls() : TouchedOutsideOfCalls(new TrackingBackend(new MemoryStateBackend(), new LatencyTracking(1, 8)));
