using FlowActors.State;

namespace FlowActors.Functions;

/// <summary>
/// What user code of a keyed stream may know of the subtask that runs it, and where it registers the states of its operator.
/// Used on the subtask's thread.
/// </summary>
public interface IKeyedRuntimeContext : IRuntimeContext, IKeyedStateStore;
