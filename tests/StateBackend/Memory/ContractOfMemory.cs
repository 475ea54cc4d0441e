using FlowActors.State.Memory;
using FlowActors.State.Memory.Tables;
using FlowActors.StateBackend.Tests.Contract;
using FlowActors.StateBackend.Tests.Evolution;

namespace FlowActors.StateBackend.Tests.Memory;

public sealed class MemoryStatesAgainstModel() : StatesAgainstModel(new MemoryStateBackend());

public sealed class MemoryTableAgainstModel() : TableAgainstModel(new MemoryStateBackend());

public sealed class MemoryTimeToLive() : TimeToLive(new MemoryStateBackend());

public sealed class MemoryKeyKinds() : KeyKinds(new MemoryStateBackend());

public sealed class MemoryMutableValues() : MutableValues(new MemoryStateBackend());

public sealed class MemoryMisuse() : Misuse(new MemoryStateBackend());

public sealed class MemoryKeysOfStates() : KeysOfStates(new MemoryStateBackend());

public sealed class MemoryScansOfKeys() : ScansOfKeys(new MemoryStateBackend());

public sealed class MemoryPagesOfStates() : PagesOfStates(new MemoryStateBackend());

public sealed class MemoryEntriesOfMaps() : EntriesOfMaps(new MemoryStateBackend(), scripts: 40);

public sealed class MemoryListRules() : ListRules(new MemoryStateBackend());

public sealed class MemoryMapRules() : MapRules(new MemoryStateBackend());

public sealed class MemoryOperatorStates() : OperatorStates(new MemoryStateBackend());

public sealed class MemoryExportAndRestore() : ExportAndRestore(new MemoryStateBackend());

public sealed class MemoryTouchedOutsideOfCalls() : TouchedOutsideOfCalls(new MemoryStateBackend());

public sealed class MemoryFoldsThatTouchState() : FoldsThatTouchState(new MemoryStateBackend());

public sealed class MemoryCatalog() : Catalog(new MemoryStateBackend());

public sealed class MemoryNamespaces() : Namespaces(() => new MemoryTables());

public sealed class MemoryTimersAgainstModel() : TimersAgainstModel(new MemoryStateBackend());

public sealed class MemoryTimerRules() : TimerRules(new MemoryStateBackend());

public sealed class MemoryFrozenAgainstExport() : FrozenAgainstExport(steps => new MemoryStateBackend { FrozenSteps = steps });

public sealed class MemoryEvolvedStates() : EvolvedStates(new MemoryStateBackend());

public sealed class MemoryRefusedStates() : RefusedStates(new MemoryStateBackend());
