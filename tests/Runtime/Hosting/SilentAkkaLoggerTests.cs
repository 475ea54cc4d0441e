using Akka.Actor;
using FlowActors.Runtime.Hosting;

namespace FlowActors.Runtime.Tests.Hosting;

public sealed class SilentAkkaLoggerTests
{
    [Fact]
    public async Task Akka_has_no_logger_to_standard_output_even_while_a_system_stops()
    {
        var system = ActorSystem.Create("silent", Composed.Of(null).ForAkka());
        Assert.IsType<SilentAkkaLogger>(system.Settings.StdoutLogger);
        await system.Terminate();
    }
}
