using FlowActors.Runtime.Hosting;

namespace FlowActors.Runtime.Tests.Hosting;

/// <summary>Configurations of a text of an application, which errors call the test; the environment is the test's own.</summary>
internal static class Composed
{
    public static NodeConfiguration Of(string? application, string overlay = RuntimeConfiguration.Embedded, params (string Name, string Value)[] environment) =>
        RuntimeConfiguration.Compose(
            application, overlay, "the test", name => environment.Where(v => v.Name == name).Select(v => v.Value).SingleOrDefault());

    public static RuntimeSettings Read(string? application, params (string Name, string Value)[] environment) =>
        SettingsReader.Read(Of(application, RuntimeConfiguration.Embedded, environment));

    /// <summary>What is told of a text that is refused.</summary>
    public static string Refused(string application, params (string Name, string Value)[] environment) =>
        Assert.Throws<JobValidationException>(() => Read(application, environment)).Message;
}
