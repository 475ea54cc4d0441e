using FlowActors.Serialization;
using FlowActors.State;
using FlowActors.StateBackend.Tests.Contract;
using FlowActors.StateBackend.Tests.Evolution;

namespace FlowActors.StateBackend.Tests.RocksDb;

public sealed class RocksDbStatesAgainstModel() : StatesAgainstModel(ForgettingBackend.Keeps());

public sealed class RocksDbTableAgainstModel() : TableAgainstModel(ForgettingBackend.Keeps());

public sealed class RocksDbTimeToLive() : TimeToLive(ForgettingBackend.Keeps(), share: 20);

public sealed class RocksDbKeyKinds() : KeyKinds(ForgettingBackend.Keeps());

public sealed class RocksDbMutableValues() : MutableValues(ForgettingBackend.Keeps());

public sealed class RocksDbMisuse() : Misuse(ForgettingBackend.Keeps());

public sealed class RocksDbKeysOfStates() : KeysOfStates(ForgettingBackend.Keeps());

public sealed class RocksDbScansOfKeys() : ScansOfKeys(ForgettingBackend.Keeps());

public sealed class RocksDbPagesOfStates() : PagesOfStates(ForgettingBackend.Keeps(), share: 2);

public sealed class RocksDbListRules() : ListRules(ForgettingBackend.Keeps());

public sealed class RocksDbMapRules() : MapRules(ForgettingBackend.Keeps());

public sealed class RocksDbOperatorStates() : OperatorStates(ForgettingBackend.Keeps());

public sealed class RocksDbExportAndRestore() : ExportAndRestore(ForgettingBackend.Keeps(), share: 4);

public sealed class RocksDbTouchedOutsideOfCalls() : TouchedOutsideOfCalls(ForgettingBackend.Keeps());

public sealed class RocksDbFoldsThatTouchState() : FoldsThatTouchState(ForgettingBackend.Keeps());

public sealed class RocksDbCatalog() : Catalog(ForgettingBackend.Keeps());

public sealed class RocksDbNamespaces : Namespaces, IDisposable
{
    private readonly ForgettingBackend _backend;

    public RocksDbNamespaces()
        : this(ForgettingBackend.Keeps())
    {
    }

    private RocksDbNamespaces(ForgettingBackend backend)
        : base(() => backend.OpenTables(Panes)) => _backend = backend;

    internal static StateScopeSettings Panes => new(
        new JobId("job"), 1, 0, 0, 8, new KeyGroupRange(0, 7), [new StateOperator("uid", "windows")], SerializerRegistry.Default, TimeProvider.System);

    public void Dispose() => _backend.Dispose();
}

public sealed class RocksDbTimersAgainstModel() : TimersAgainstModel(ForgettingBackend.Keeps(), share: 3);

public sealed class RocksDbTimerRules() : TimerRules(ForgettingBackend.Keeps());

public sealed class RocksDbFrozenAgainstExport() : FrozenAgainstExport(ForgettingBackend.Keeps, share: 4);

public sealed class RocksDbFrozenStates() : FrozenStates(ForgettingBackend.Keeps(frozenSteps: 5));

public sealed class RocksDbEvolvedStates() : EvolvedStates(ForgettingBackend.Keeps());

public sealed class RocksDbRefusedStates() : RefusedStates(ForgettingBackend.Keeps());

public sealed class ForgettingStatesAgainstModel() : StatesAgainstModel(ForgettingBackend.Forgets(oneIn: 8));

public sealed class ForgettingTableAgainstModel() : TableAgainstModel(ForgettingBackend.Forgets(oneIn: 10));

public sealed class ForgettingScansOfKeys() : ScansOfKeys(ForgettingBackend.Forgets(oneIn: 3));

public sealed class ForgettingPagesOfStates() : PagesOfStates(ForgettingBackend.Forgets(oneIn: 10), share: 2);

public sealed class ForgettingEntriesOfMaps() : EntriesOfMaps(ForgettingBackend.Forgets(oneIn: 10), scripts: 30);

public sealed class ForgettingTimeToLive() : TimeToLive(ForgettingBackend.Forgets(oneIn: 8), share: 15);

public sealed class ForgettingNamespaces : Namespaces, IDisposable
{
    private readonly ForgettingBackend _backend;

    public ForgettingNamespaces()
        : this(ForgettingBackend.Forgets(oneIn: 40))
    {
    }

    private ForgettingNamespaces(ForgettingBackend backend)
        : base(() => backend.OpenTables(RocksDbNamespaces.Panes), backend.Forget) => _backend = backend;

    public void Dispose() => _backend.Dispose();
}

public sealed class ForgettingTimersAgainstModel() : TimersAgainstModel(ForgettingBackend.Forgets(oneIn: 30), share: 3);

public sealed class ForgettingFrozenAgainstExport() : FrozenAgainstExport(steps => ForgettingBackend.Forgets(steps, oneIn: 12), share: 4);
