/* paifang - the program: everything is a command, see cli/commands.c. */
#include "cli/command.h"

int main(int argc, char **argv)
{
    return (int)command_run(argc, argv);
}
