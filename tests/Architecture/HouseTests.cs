using System.Runtime.CompilerServices;
using System.Xml.Linq;

namespace FlowActors.Tests.Architecture;

/// <summary>The house of docs/architecture.md: which project may know which, and which packages it may name.</summary>
public sealed class HouseTests
{
    private static readonly Dictionary<string, string[]> Arrows = new()
    {
        ["src/Core"] = [],
        ["src/Client"] = [],
        ["src/Operators"] = ["Core"],
        ["src/StateBackend"] = ["Core"],
        ["src/StateBackend/RocksDb"] = ["Core", "StateBackend"],
        ["src/Runtime"] = ["Core", "StateBackend", "StateBackend.RocksDb", "Operators"],
        ["src/Testing"] = ["Core", "StateBackend", "StateBackend.RocksDb", "Operators", "Runtime"],
        ["src/CommandLine"] = ["Client", "Core", "StateBackend", "StateBackend.RocksDb", "Operators", "Runtime"],
        ["src/Http"] = ["Client", "Core", "StateBackend", "Runtime"],
        ["src/Management"] = ["Core", "Runtime"],
        ["src/Examples"] = ["Core", "StateBackend", "StateBackend.RocksDb", "Operators", "Runtime", "CommandLine", "Http", "Management", "Client"],
        ["bench"] = ["Core", "StateBackend", "StateBackend.RocksDb", "Operators", "Runtime", "CommandLine", "Http", "Examples"],
    };

    public static TheoryData<string> Projects => [.. Arrows.Keys];

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_knows_only_what_the_house_allows(string folder)
    {
        var allowed = Arrows[folder].Select(name => $"FlowActors.{name}");
        Assert.Empty(ProjectReferences(folder).Except(allowed));
        Assert.Empty(AssemblyReferences(folder).Where(name => name.StartsWith("FlowActors.", StringComparison.Ordinal)).Except(allowed));
    }

    [Fact]
    public void There_is_no_project_outside_the_house()
    {
        var found = new[] { "src", "bench" }.SelectMany(top => Directory.GetFiles(Path.Combine(Root(), top), "*.csproj", SearchOption.AllDirectories))
            .Select(file => Path.GetRelativePath(Root(), Path.GetDirectoryName(file)!).Replace('\\', '/'));
        Assert.Equal(Arrows.Keys.Order(), found.Order());
    }

    [Fact]
    public void Core_needs_no_package_but_its_type_model() => Assert.Equal(["PolyType"], Packages("src/Core"));

    [Theory]
    [InlineData("src/Core")]
    [InlineData("src/Operators")]
    [InlineData("src/StateBackend")]
    [InlineData("src/StateBackend/RocksDb")]
    [InlineData("src/CommandLine")]
    [InlineData("src/Http")]
    [InlineData("src/Client")]
    [InlineData("src/Examples")]
    public void Only_the_runtime_management_and_the_test_kit_name_akka(string folder) =>
        Assert.DoesNotContain(AssemblyReferences(folder), name => name.StartsWith("Akka", StringComparison.Ordinal));

    [Fact]
    public void The_managed_wrapper_of_rocksdb_is_not_used() =>
        Assert.DoesNotContain(AssemblyReferences("src/StateBackend/RocksDb"), name => name.StartsWith("RocksDb", StringComparison.OrdinalIgnoreCase));

    [Theory]
    [InlineData("src/Core")]
    [InlineData("src/Operators")]
    [InlineData("src/StateBackend")]
    [InlineData("src/Runtime")]
    [InlineData("src/Testing")]
    [InlineData("src/CommandLine")]
    [InlineData("src/Http")]
    [InlineData("src/Client")]
    [InlineData("src/Management")]
    public void Only_the_state_backend_names_rocksdb(string folder) =>
        Assert.DoesNotContain(AssemblyReferences(folder), name => name.StartsWith("RocksDb", StringComparison.OrdinalIgnoreCase));

    [Fact]
    public void No_version_stands_outside_the_central_file()
    {
        var files = Directory.GetFiles(Root(), "*.csproj", SearchOption.AllDirectories);
        Assert.All(files, file => Assert.DoesNotContain(XDocument.Load(file).Descendants("PackageReference"), p => p.Attribute("Version") is not null));
    }

    private static IEnumerable<string> ProjectReferences(string folder) =>
        Project(folder).Descendants("ProjectReference").Select(r => Path.GetFileNameWithoutExtension(r.Attribute("Include")!.Value.Replace('\\', '/')));

    private static IEnumerable<string> Packages(string folder) =>
        Project(folder).Descendants("PackageReference").Select(r => r.Attribute("Include")!.Value);

    private static XDocument Project(string folder) => XDocument.Load(Directory.GetFiles(Path.Combine(Root(), folder), "*.csproj").Single());

    // What the compiled assembly names, which a transitive reference would hide from the project file.
    private static IEnumerable<string> AssemblyReferences(string folder)
    {
        if (folder == "bench") return [];
        var assembly = "FlowActors." + folder["src/".Length..].Replace('/', '.');
        return System.Reflection.Assembly.Load(assembly).GetReferencedAssemblies().Select(name => name.Name!);
    }

    private static string Root([CallerFilePath] string file = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", ".."));
}
