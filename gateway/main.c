#include <stdio.h>
int main(void){ puts("paifang"); return 0; }
