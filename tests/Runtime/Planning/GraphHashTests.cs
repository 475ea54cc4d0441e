using System.Globalization;
using System.Reflection;
using System.Reflection.Emit;
using FlowActors.Functions;
using FlowActors.Graph;
using FlowActors.Runtime.Control;
using FlowActors.Runtime.Planning;
using FlowActors.Runtime.Tests.Subtasks;
using FlowActors.Serialization;
using FlowActors.Sinks;
using FlowActors.Sources;

namespace FlowActors.Runtime.Tests.Planning;

public sealed class GraphHashTests
{
    private static readonly string Base = Hash(Program);

    public static TheoryData<string, Action<StreamExecutionEnvironment>> Differences => new()
    {
        { "parallelism", env => Program(env.SetParallelism(3)) },
        { "max parallelism", env => Program(env.SetMaxParallelism(100)) },
        { "chaining", env => Program(env.DisableOperatorChaining()) },
        { "state backend", env => Program(env.SetStateBackend("rocksdb")) },
        { "state copies", env => Program(env.DisableStateCopies()) },
        { "flush interval", env => Program(env.SetFlushInterval(TimeSpan.FromMilliseconds(7))) },
        { "restart strategy", env => Program(env.SetRestartStrategy(new RestartStrategy.FixedDelay(2, TimeSpan.FromSeconds(1)))) },
        { "uid", env => env.FromSequence(0, 9).Map(x => x).WithUid("m").KeyBy(x => x).Count().WithUid("other").Discard() },
        { "name", env => env.FromSequence(0, 9).Map(x => x).WithUid("m").KeyBy(x => x).Count().WithUid("c").WithName("other").Discard() },
        { "key type", env => env.FromSequence(0, 9).Map(x => x).WithUid("m").KeyBy(x => (int)x).Count().WithUid("c").Map(x => KeyValuePair.Create((long)x.Key, x.Value)).Discard() },
        { "an operator more", env => env.FromSequence(0, 9).Map(x => x).WithUid("m").Filter(x => true).KeyBy(x => x).Count().WithUid("c").Discard() },
        { "partitioner", env => env.FromSequence(0, 9).Map(x => x).WithUid("m").Rebalance().Map(x => KeyValuePair.Create(x, x)).WithUid("c").WithName("Count").Discard() },
        { "record type", env => env.FromSequence(0, 9).Map(x => (int)x).WithUid("m").KeyBy(x => (long)x).Count().WithUid("c").Discard() },
    };

    [Fact]
    public void It_is_sixteen_digits_and_the_same_in_every_build()
    {
        Assert.Matches("^[0-9a-f]{16}$", Base);
        Assert.Equal(Base, Hash(Program));
    }

    [Theory]
    [MemberData(nameof(Differences))]
    public void It_differs_by(string what, Action<StreamExecutionEnvironment> program) =>
        Assert.False(Base == Hash(program), $"Another {what} gives the same hash.");

    [Fact]
    public void It_differs_by_the_key_type_alone()
    {
        static string Keyed<TKey>(Func<long, TKey> key) =>
            Hash(env => env.FromSequence(0, 9).WithUid("s").KeyBy(key).Reduce((a, b) => a + b).WithUid("r").Discard().WithUid("d"));

        Assert.NotEqual(Keyed(x => x), Keyed(x => (int)x));
    }

    [Fact]
    public void It_differs_by_the_schema_of_a_record()
    {
        static string With(SerializerRegistry serializers) => Hash(env =>
            env.SetSerializers(serializers).FromSequence(0, 9).Map(x => new Money(x)).Rebalance().Map(x => x).Discard());

        var other = new SerializerRegistry();
        other.Register(new MoneySerializer());
        Assert.NotEqual(With(new SerializerRegistry()), With(other));
    }

    /// <summary>Programs that differ in nothing but an object of a class of another assembly.</summary>
    public static TheoryData<string, Action<StreamExecutionEnvironment>, Action<StreamExecutionEnvironment>> Builds
    {
        get
        {
            var data = new TheoryData<string, Action<StreamExecutionEnvironment>, Action<StreamExecutionEnvironment>>();
            Add<EmptySource>("source", (env, source) => env.FromSource(source, "empty").Discard());
            Add<IdleSink>("sink", (env, sink) => env.FromSequence(0, 9).SinkTo(sink));
            Add<Sum>("aggregate function", (env, sum) => env.FromSequence(0, 9).KeyBy(x => x).Aggregate(sum).Discard());
            Add<Functions>("map function", (env, functions) => env.FromSequence(0, 9).Map(functions.Map).Discard());
            Add<Functions>("key selector", (env, functions) => env.FromSequence(0, 9).KeyBy(functions.Map).Count().Discard());
            Add<Functions>("key of a partitioning", (env, functions) => env.FromSequence(0, 9).PartitionByHash(functions.Map).Discard());
            return data;

            void Add<T>(string what, Action<StreamExecutionEnvironment, T> program)
                where T : class
            {
                var (first, second) = (OtherBuild.Of<T>(), OtherBuild.Of<T>());
                data.Add(what, env => program(env, first), env => program(env, second));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Builds))]
    public void It_differs_by_the_build_of_the_assembly_of_a(
        string what, Action<StreamExecutionEnvironment> first, Action<StreamExecutionEnvironment> second)
    {
        Assert.Equal(Hash(first), Hash(first));
        Assert.False(Hash(first) == Hash(second), $"A {what} of another build gives the same hash.");
    }

    [Fact]
    public void Functions_of_the_same_assembly_and_the_jobs_name_do_not_count()
    {
        Assert.Equal(Base, Hash(env => env.FromSequence(0, 9).Map(x => x * 3).WithUid("m").KeyBy(x => x).Count().WithUid("c").Discard()));
        Assert.Equal(Base, JobPlanner.Plan(Programs.Build(Program, "another name")).Hash);
    }

    [Fact]
    public void When_checkpoints_are_taken_does_not_count() => Assert.Equal(
        Base, Hash(env => Program(env.EnableCheckpointing(TimeSpan.FromSeconds(1)).ConfigureCheckpoints(c => c with { Retained = 2 }))));

    [Fact]
    public void The_culture_of_the_thread_does_not_count()
    {
        static void Exponential(StreamExecutionEnvironment env) => Program(env.SetRestartStrategy(new RestartStrategy.ExponentialDelay { Multiplier = 1.5 }));

        var before = CultureInfo.CurrentCulture;
        var invariant = Hash(Exponential);
        var comma = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        comma.NumberFormat.NumberDecimalSeparator = ",";
        try
        {
            CultureInfo.CurrentCulture = comma;
            Assert.Equal(invariant, Hash(Exponential));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void A_registered_job_that_makes_names_from_numbers_is_the_same_on_every_machine()
    {
        var catalog = new JobCatalog(() => new JobSettings());
        catalog.Register("named", () => new NamedByNumber());
        var here = JobPlanner.Plan(catalog.Build("named", "job", new Dictionary<string, string>()));
        using var elsewhere = new OtherCulture();
        Assert.Equal(here.Hash, JobPlanner.Plan(catalog.Build("named", "job", new Dictionary<string, string>())).Hash);
        Assert.Same(elsewhere.Culture, CultureInfo.CurrentCulture);
    }

    private static void Program(StreamExecutionEnvironment env) =>
        env.FromSequence(0, 9).Map(x => x).WithUid("m").KeyBy(x => x).Count().WithUid("c").Discard();

    private static string Hash(Action<StreamExecutionEnvironment> program) => JobPlanner.Plan(Programs.Build(program)).Hash;

    private sealed class NamedByNumber : IStreamJob
    {
        public void Build(StreamExecutionEnvironment env, JobArguments arguments) => env.FromSequence(0, 9).Discard().WithUid($"above {0.5}");
    }

    internal sealed record Money(long Cents);

    private sealed class MoneySerializer : TypeSerializer<Money>
    {
        public override bool IsImmutable => true;

        public override TypeSchema Schema => TypeSchema.Custom("money in cents");

        public override void Serialize(ByteWriter writer, Money value) => writer.WriteInt64(value.Cents);

        public override Money Deserialize(ref ByteReader reader) => new(reader.ReadInt64());

        public override Money Copy(Money value) => value;
    }

    public class Functions
    {
        public virtual long Map(long value) => value;
    }

    public class EmptySource : WholeSource<long>
    {
        public override SourceReader<long, Whole> CreateReader() => throw new NotSupportedException();
    }

    public class IdleSink : Sink<long>
    {
        public override SinkWriter<long> CreateWriter() => throw new NotSupportedException();
    }

    public class Sum : IAggregateFunction<long, long, long>
    {
        public long CreateAccumulator() => 0;

        public long Add(long value, long accumulator) => value + accumulator;

        public long GetResult(long accumulator) => accumulator;

        public long Merge(long a, long b) => a + b;
    }

    private static class OtherBuild
    {
        /// <summary>An object of a class that derives from another, in a new build of an assembly.</summary>
        public static T Of<T>()
            where T : class
        {
            var module = AssemblyBuilder.DefineDynamicAssembly(new AssemblyName("Users.Functions"), AssemblyBuilderAccess.RunAndCollect)
                .DefineDynamicModule("Users.Functions.dll");
            var type = module.DefineType("Derived", TypeAttributes.Public, typeof(T));
            type.DefineDefaultConstructor(MethodAttributes.Public);
            return (T)Activator.CreateInstance(type.CreateType())!;
        }
    }
}
