using FlowActors.State.Memory;
using FlowActors.StateBackend.Tests.Contract;

namespace FlowActors.StateBackend.Tests.Memory;

public sealed class MemoryStatesAgainstModel() : StatesAgainstModel(new MemoryStateBackend());

public sealed class MemoryTableAgainstModel() : TableAgainstModel(new MemoryStateBackend());

public sealed class MemoryKeyKinds() : KeyKinds(new MemoryStateBackend());

public sealed class MemoryMutableValues() : MutableValues(new MemoryStateBackend());

public sealed class MemoryMisuse() : Misuse(new MemoryStateBackend());

public sealed class MemoryListRules() : ListRules(new MemoryStateBackend());

public sealed class MemoryOperatorStates() : OperatorStates(new MemoryStateBackend());
